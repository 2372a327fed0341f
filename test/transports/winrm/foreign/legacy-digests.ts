/** A configuration of OpenSSL for Python: MD4, which NTLM needs, is in the provider of old digests. */
export const legacyDigests = `
openssl_conf = start
[start]
providers = providers
[providers]
default = on
legacy = on
[on]
activate = 1
`;
