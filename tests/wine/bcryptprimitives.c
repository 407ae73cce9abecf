/* Rust's standard library takes its random numbers from bcryptprimitives.dll, which Windows has since version 10
   and Wine 8 has not. This stands in for it in the tests: the same function, over the one that Wine has. */

#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    return SystemFunction036(buffer, (ULONG)length);
}
