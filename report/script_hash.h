// Names the scripts that a page may run.
#pragma once

#include <string>
#include <string_view>

namespace talus::report {

/// The source expression of a Content-Security-Policy for an inline script: 'sha256-...' in base64.
std::string script_hash(std::string_view script);

}  // namespace talus::report
