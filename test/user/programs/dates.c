/* The calendar. */
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
	static const time_t times[] = { 0, 1, 86399, 86400, 951782399, 951782400, 951868800, 1700000000, 4102444800, -1, -86401, 68169600 };
	char text[200];

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct tm date = *gmtime(&times[i]);

		strftime(text, sizeof(text), "%a %A %b %B %c %d %D %e %F %H %I %j %m %M %p %R %S %T %u %w %y %Y %%", &date);
		printf("%s %d %d %ld %s", text, date.tm_yday, date.tm_wday, (long)mktime(&date), ctime(&times[i]));
	}
	for (int month = -30; month < 30; month += 7) {
		struct tm date = { .tm_year = 100, .tm_mon = month, .tm_mday = 40, .tm_hour = 30, .tm_min = -5 };
		time_t time = timegm(&date);

		printf("%ld %s", (long)time, asctime(&date));
	}
	printf("%zu %g\n", strftime(text, 5, "%Y-%m", gmtime(&times[0])), difftime(10, 4));
	return 0;
}
