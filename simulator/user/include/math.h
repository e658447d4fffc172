/* Floating-point functions. Those whose result is not exact may differ from another library's in the last bit. */
#ifndef _MATH_H
#define _MATH_H

#define HUGE_VAL __builtin_huge_val()
#define INFINITY ((float)__builtin_inf())
#define NAN ((float)__builtin_nan(""))
#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440

double acos(double value);
float acosf(float value);
double acosh(double value);
float acoshf(float value);
double asin(double value);
float asinf(float value);
double asinh(double value);
float asinhf(float value);
double atan(double value);
float atanf(float value);
double atanh(double value);
float atanhf(float value);
double cbrt(double value);
float cbrtf(float value);
double ceil(double value);
float ceilf(float value);
double cos(double value);
float cosf(float value);
double cosh(double value);
float coshf(float value);
double exp(double value);
float expf(float value);
double exp2(double value);
float exp2f(float value);
double expm1(double value);
float expm1f(float value);
double fabs(double value);
float fabsf(float value);
double floor(double value);
float floorf(float value);
double log(double value);
float logf(float value);
double log10(double value);
float log10f(float value);
double log1p(double value);
float log1pf(float value);
double log2(double value);
float log2f(float value);
double nearbyint(double value);
float nearbyintf(float value);
double rint(double value);
float rintf(float value);
double round(double value);
float roundf(float value);
double sin(double value);
float sinf(float value);
double sinh(double value);
float sinhf(float value);
double sqrt(double value);
float sqrtf(float value);
double tan(double value);
float tanf(float value);
double tanh(double value);
float tanhf(float value);
double trunc(double value);
float truncf(float value);
double atan2(double left, double right);
float atan2f(float left, float right);
double copysign(double left, double right);
float copysignf(float left, float right);
double fdim(double left, double right);
float fdimf(float left, float right);
double fmax(double left, double right);
float fmaxf(float left, float right);
double fmin(double left, double right);
float fminf(float left, float right);
double fmod(double left, double right);
float fmodf(float left, float right);
double hypot(double left, double right);
float hypotf(float left, float right);
double pow(double left, double right);
float powf(float left, float right);
long lround(double value);
long lroundf(float value);
long lrint(double value);
double ldexp(double value, int power);
double frexp(double value, int *power);
double modf(double value, double *whole);
double fma(double left, double right, double added);
float fmaf(float left, float right, float added);
double nextafter(double from, double to);
float nextafterf(float from, float to);
double remainder(double left, double right);
float remainderf(float left, float right);
double logb(double value);
int ilogb(double value);
long lrintf(float value);
float ldexpf(float value, int power);
#define scalbn ldexp
#define scalbnf ldexpf
#define scalbln(value, power) ldexp(value, (int)(power))
#define llround(value) ((long long)lround(value))
#define llroundf(value) ((long long)lroundf(value))
#define llrint(value) ((long long)lrint(value))

static inline float frexpf(float value, int *power)
{
	return frexp(value, power);
}

static inline float modff(float value, float *whole)
{
	double kept, rest = modf(value, &kept);

	*whole = kept;
	return rest;
}

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define fpclassify(value) \
	(isnan(value) ? FP_NAN : isinf(value) ? FP_INFINITE : (value) == 0 ? FP_ZERO : isnormal(value) ? FP_NORMAL : FP_SUBNORMAL)
#define isnormal(value) \
	(isfinite(value) && fabs(value) >= (sizeof(value) == sizeof(float) ? 0x1p-126 : 0x1p-1022))
#define isgreater(left, right) __builtin_isgreater(left, right)
#define isgreaterequal(left, right) __builtin_isgreaterequal(left, right)
#define isless(left, right) __builtin_isless(left, right)
#define islessequal(left, right) __builtin_islessequal(left, right)
#define islessgreater(left, right) __builtin_islessgreater(left, right)
#define isunordered(left, right) __builtin_isunordered(left, right)

#define isnan(value) ((value) != (value))
#define isinf(value) (!isnan(value) && isnan((value) - (value)))
#define isfinite(value) (!isnan((value) - (value)))
#define signbit(value) (copysign(1.0, (value)) < 0)

#endif
