/* Seconds since 1970 to a date, and back. */
#include <linux/kernel.h>
#include <linux/rtc.h>
#include <linux/time.h>

static bool is_leap_year(unsigned int year)
{
	return (!(year % 4) && year % 100) || !(year % 400);
}

int rtc_month_days(unsigned int month, unsigned int year)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (is_leap_year(year) && month == 1);
}

/* Days of the year before that day. */
int rtc_year_days(unsigned int day, unsigned int month, unsigned int year)
{
	unsigned int i;

	for (i = 0; i < month; i++)
		day += rtc_month_days(i, year);
	return day - 1;
}

void rtc_time64_to_tm(time64_t time, struct rtc_time *tm)
{
	struct tm civil;

	time64_to_tm(time, 0, &civil);
	*tm = (struct rtc_time){
		.tm_sec = civil.tm_sec, .tm_min = civil.tm_min, .tm_hour = civil.tm_hour, .tm_mday = civil.tm_mday,
		.tm_mon = civil.tm_mon, .tm_year = civil.tm_year, .tm_wday = civil.tm_wday, .tm_yday = civil.tm_yday,
	};
}

time64_t rtc_tm_to_time64(struct rtc_time *tm)
{
	return mktime64(tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec);
}

int rtc_valid_tm(struct rtc_time *tm)
{
	bool valid = tm->tm_year >= 70 && (unsigned int)tm->tm_mon < 12 && tm->tm_mday >= 1 &&
		     tm->tm_mday <= rtc_month_days(tm->tm_mon, tm->tm_year + 1900) && (unsigned int)tm->tm_hour < 24 &&
		     (unsigned int)tm->tm_min < 60 && (unsigned int)tm->tm_sec < 60;

	return valid ? 0 : -EINVAL;
}
