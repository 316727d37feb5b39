// Refuses a foreign processor (instruction_set.cpp) before the constructors of all libraries, which is early
// enough: those may already use inline functions of the standard library that they find in this program,
// compiled for the newer processor. Programs only: a shared library may not have this section.
#if defined(__x86_64__)

extern "C" void talus_refuse_foreign_processor();

extern "C" [[gnu::section(".preinit_array"),
             gnu::used]] void (*const talus_call_first)() = talus_refuse_foreign_processor;

#endif
