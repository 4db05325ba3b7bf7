package io.pando.api;

/**
 * What an app for one-time codes is to be given.
 *
 * @param secret base32, to be typed
 * @param uri the same as {@code otpauth:} address, to be shown as a QR code
 */
public record SecondFactorEnrolment(String secret, String uri) {
    @Override
    public String toString() {
        return "SecondFactorEnrolment[]";
    }
}
