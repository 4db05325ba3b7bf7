package io.pando.api;

/** What a machine may need that not every host can give. */
public enum HostFeature {
    UEFI,
    SECURE_BOOT,
    TPM
}
