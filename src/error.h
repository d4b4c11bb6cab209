// What is thrown when something the user gave cannot be used: a bad option, an unreadable list, a wrong rule.
// Analysing never throws; only loading and options do. `main` catches once and ends with status 2.
#pragma once

#include <stdexcept>
#include <string>

namespace nutgraf {

/// The message says where (file:line or option), what is wrong and, after "; ", what to do. One error may hold
/// several lines: all bad lines of a file are reported at once.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace nutgraf
