/* Seconds since 1970 to a date of the Gregorian calendar, and back. */
#include <linux/math64.h>
#include <linux/time.h>

/* Days of all years before one, counted from the year 0. */
static s64 days_before_year(s64 year)
{
	s64 last = year - 1;

	return year * 365 + div_s64(last, 4) - div_s64(last, 100) + div_s64(last, 400);
}

static int days_of_month(int month, s64 year)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (month == 1 && days_before_year(year + 1) - days_before_year(year) == 366);
}

/* Months and days from 1. */
time64_t mktime64(const unsigned int year, const unsigned int month, const unsigned int day, const unsigned int hour,
		  const unsigned int min, const unsigned int sec)
{
	s64 days = days_before_year(year) - days_before_year(1970) + day - 1;
	unsigned int i;

	for (i = 1; i < month; i++)
		days += days_of_month(i - 1, year);
	return ((days * 24 + hour) * 60 + min) * 60 + sec;
}

void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	s32 rest;
	s64 days = div_s64_rem(totalsecs + offset, 86400, &rest), year;
	int month = 0;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	result->tm_hour = rest / 3600;
	result->tm_min = rest / 60 % 60;
	result->tm_sec = rest % 60;
	result->tm_wday = (days % 7 + 11) % 7; /* 1970 began with a Thursday */
	year = 1970 + div_s64(days, 366);
	while (days_before_year(year + 1) - days_before_year(1970) <= days)
		year++;
	days -= days_before_year(year) - days_before_year(1970);
	result->tm_year = year - 1900;
	result->tm_yday = days;
	while (days >= days_of_month(month, year))
		days -= days_of_month(month++, year);
	result->tm_mon = month;
	result->tm_mday = days + 1;
}
