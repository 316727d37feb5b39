#include "base/sha256.h"

#include <openssl/evp.h>

#include "base/error.h"

namespace talus {

std::string sha256(const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  check(EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr) == 1,
        "libcrypto has SHA-256");
  constexpr char digits[] = "0123456789abcdef";
  std::string hexadecimal;
  for (unsigned int i = 0; i < length; ++i) {
    hexadecimal += digits[digest[i] >> 4];
    hexadecimal += digits[digest[i] & 15];
  }
  return hexadecimal;
}

}  // namespace talus
