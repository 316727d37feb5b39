#include "report/script_hash.h"

#include <openssl/evp.h>

#include <array>

#include "base/error.h"

namespace talus::report {

std::string script_hash(std::string_view script) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned length = 0;
  check(EVP_Digest(script.data(), script.size(), hash.data(), &length, EVP_sha256(), nullptr) == 1,
        "SHA-256 of a script could be computed");
  std::array<unsigned char, 64> text{};
  const int size = EVP_EncodeBlock(text.data(), hash.data(), static_cast<int>(length));
  return "'sha256-" + std::string(text.begin(), text.begin() + size) + "'";
}

}  // namespace talus::report
