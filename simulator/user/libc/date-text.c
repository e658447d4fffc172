/* Dates as text, in the C locale. */
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const day_names[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *const month_names[] = { "January", "February", "March", "April", "May", "June", "July", "August",
				      "September", "October", "November", "December" };

static int put_seconds(char *to, size_t size, struct tm date)
{
	return snprintf(to, size, "%ld", mktime(&date));
}

static int put_field(char *to, size_t size, char conversion, const struct tm *date)
{
	int hour = date->tm_hour % 12 ? date->tm_hour % 12 : 12;

	switch (conversion) {
	case 'a': return snprintf(to, size, "%.3s", day_names[date->tm_wday]);
	case 'A': return snprintf(to, size, "%s", day_names[date->tm_wday]);
	case 'b':
	case 'h': return snprintf(to, size, "%.3s", month_names[date->tm_mon]);
	case 'B': return snprintf(to, size, "%s", month_names[date->tm_mon]);
	case 'c': return strftime(to, size, "%a %b %e %H:%M:%S %Y", date);
	case 'd': return snprintf(to, size, "%02d", date->tm_mday);
	case 'D':
	case 'x': return strftime(to, size, "%m/%d/%y", date);
	case 'e': return snprintf(to, size, "%2d", date->tm_mday);
	case 'F': return strftime(to, size, "%Y-%m-%d", date);
	case 'H': return snprintf(to, size, "%02d", date->tm_hour);
	case 'I': return snprintf(to, size, "%02d", hour);
	case 'j': return snprintf(to, size, "%03d", date->tm_yday + 1);
	case 'm': return snprintf(to, size, "%02d", date->tm_mon + 1);
	case 'M': return snprintf(to, size, "%02d", date->tm_min);
	case 'n': return snprintf(to, size, "\n");
	case 'p': return snprintf(to, size, "%s", date->tm_hour < 12 ? "AM" : "PM");
	case 'R': return strftime(to, size, "%H:%M", date);
	case 's': return put_seconds(to, size, *date);
	case 'S': return snprintf(to, size, "%02d", date->tm_sec);
	case 'T':
	case 'X': return strftime(to, size, "%H:%M:%S", date);
	case 'u': return snprintf(to, size, "%d", date->tm_wday ? date->tm_wday : 7);
	case 'w': return snprintf(to, size, "%d", date->tm_wday);
	case 'y': return snprintf(to, size, "%02d", date->tm_year % 100);
	case 'Y': return snprintf(to, size, "%d", date->tm_year + 1900);
	case 'z': return snprintf(to, size, "+0000");
	case 'Z': return snprintf(to, size, "UTC");
	case '%': return snprintf(to, size, "%%");
	default: return snprintf(to, size, "%%%c", conversion);
	}
}

/* 0 when it does not fit. */
size_t strftime(char *to, size_t size, const char *format, const struct tm *date)
{
	size_t length = 0;

	for (; *format; format++) {
		size_t piece = 1;

		if (length + 1 >= size)
			return 0;
		if (*format == '%' && format[1])
			piece = put_field(to + length, size - length, *++format, date);
		else
			to[length] = *format;
		length += piece;
		if (length >= size)
			return 0;
	}
	if (length < size)
		to[length] = 0;
	return length;
}

char *asctime(const struct tm *date)
{
	static char text[64];

	strftime(text, sizeof(text), "%a %b %e %H:%M:%S %Y\n", date);
	return text;
}

char *ctime(const time_t *time)
{
	return asctime(gmtime(time));
}
