// What a program says must arrive, or the program must not end with 0.
#pragma once

namespace talus::cli {

/// Standard output from the start of the program to its end. One, before anything is opened.
class StandardOutput {
 public:
  /// A closed standard output stays closed, whatever files are opened. A reader that leaves (SIGPIPE) and a
  /// limit of file sizes (SIGXFSZ) make writing fail, and do not end the program.
  StandardOutput();

  /// The exit code of a program that would end with `code`: 4 in place of 0 when standard output has not
  /// taken everything, and a line on standard error that says so. Without the line where only a reader has
  /// left that wanted no more, as in "talus list minerals | head", unless there is more than what was
  /// printed (`leaves_files`).
  int finish(int code, bool leaves_files) const;
};

}  // namespace talus::cli
