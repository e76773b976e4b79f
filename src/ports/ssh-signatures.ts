/** Signatures with SSH keys (PROTOCOL.sshsig of OpenSSH). */
export interface SshSignatures {
  /**
   * Signs with a private key of a file, or with the agent where the file holds the public half.
   *
   * @returns the signature as text, `-----BEGIN SSH SIGNATURE-----` and so on
   * @throws Refusal where there is no key, or it cannot be used
   */
  sign(message: Uint8Array, namespace: string, keyFile: string): Promise<string>
  /**
   * @param principal who signs; letters, digits, dashes and underscores
   * @param keys public keys that count, as in .pub files without comments
   * @returns fingerprint of the key that signed; undefined where no such key signed these bytes in this namespace
   * @throws Refusal where it cannot be verified at all
   */
  verify(
    message: Uint8Array,
    signature: string,
    namespace: string,
    principal: string,
    keys: readonly string[],
  ): Promise<string | undefined>
}
