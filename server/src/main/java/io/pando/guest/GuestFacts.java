package io.pando.guest;

import io.pando.api.Identity;
import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a guest says of itself, read in one command.
 *
 * @param identity every {@link IdentityField}, empty where the guest has none
 * @param operatingSystem as {@code /etc/os-release} names it; null where it does not
 */
public record GuestFacts(Identity identity, @Nullable String operatingSystem) {
    private static final int MOST_VALUES = 32;
    private static final int MOST_CHARACTERS = 512;
    private static final int MOST_LINES = 2_000;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]++");

    /**
     * Values are printed as {@code key=value}, a line each; bytes in hexadecimal. Runs with BusyBox's shell as well as with others, and
     * every part may be missing.
     */
    static final String SCRIPT = """
            PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            export LC_ALL=C
            exec 2>/dev/null
            say() { while IFS= read -r line || [ -n "$line" ]; do printf '%s=%s\\n' "$1" "$line"; done; }
            first() { [ -r "$2" ] && head -n 1 "$2" | say "$1"; }
            bytes() { od -An -v -tx1 | tr -d ' \\n'; }

            cat /proc/sys/kernel/hostname | say hostname
            first machine-id /etc/machine-id
            [ -L /var/lib/dbus/machine-id ] || first dbus-machine-id /var/lib/dbus/machine-id
            first cloud-instance-id /var/lib/cloud/data/instance-id
            first product-uuid /sys/class/dmi/id/product_uuid
            first product-serial /sys/class/dmi/id/product_serial
            first boot-id /proc/sys/kernel/random/boot_id

            for interface in /sys/class/net/*; do
                [ "${interface##*/}" = lo ] || first mac-addresses "$interface/address"
            done

            for key in /etc/ssh/ssh_host_*_key.pub; do
                first ssh-public-key "$key"
            done
            if command -v dropbearkey >/dev/null; then
                for key in /etc/dropbear/dropbear_*_host_key; do
                    [ -s "$key" ] && dropbearkey -y -f "$key" | grep -E '^(ssh|ecdsa|sk)-' | say ssh-public-key
                done
            fi

            for file in /var/lib/systemd/random-seed /var/lib/urandom/random-seed /var/lib/random-seed \\
                /var/lib/misc/random-seed /var/lib/seedrng/seed.credit /var/lib/seedrng/seed.no-credit; do
                [ -s "$file" ] && head -c 4096 "$file" | bytes | say stored-seed
            done
            head -c 32 /dev/urandom | bytes | say random-bytes

            for file in /var/lib/dhcp/*.lease* /var/lib/dhclient/*.lease* /var/lib/NetworkManager/*.lease*; do
                [ -s "$file" ] && grep -hE 'default-duid|dhcp-client-identifier|dhcp6.client-id|^CLIENTID=' "$file" |
                    sed 's/^[[:space:]]*//; s/;$//' | sort -u | head -n 8 | say dhcp-ids
            done
            for file in /run/systemd/netif/leases/*; do
                [ -s "$file" ] && sed -n 's/^CLIENTID=/client id /p' "$file" | say dhcp-ids
            done
            for file in /var/lib/dhcpcd/duid /etc/dhcpcd.duid; do
                first dhcp-ids "$file"
            done
            for process in /proc/[0-9]*/comm; do
                read -r name <"$process" || continue
                if [ "$name" = udhcpc ]; then
                    for interface in /sys/class/net/*; do
                        [ "${interface##*/}" = lo ] || sed 's/^/client id 01:/' "$interface/address" | say dhcp-ids
                    done
                    break
                fi
            done

            for file in /etc/os-release /usr/lib/os-release; do
                if [ -r "$file" ]; then
                    (. "$file" && printf '%s\\n' "$PRETTY_NAME" | head -n 1 | say operating-system)
                    break
                fi
            done
            exit 0
            """;

    /** Asks the guest. */
    public static GuestFacts read(GuestSession session) throws InterruptedException {
        Execution execution = session.execute(List.of("/bin/sh", "-c", SCRIPT), null, Duration.ofSeconds(60));
        if (execution.exitCode() != 0) {
            throw new GuestException(Reason.FAILED, "The guest could not be asked for its identity.");
        }
        return parse(execution.output());
    }

    /** Reads what the script printed; whatever does not look like it is left out. */
    static GuestFacts parse(byte[] output) {
        Map<IdentityField, List<String>> found = new EnumMap<>(IdentityField.class);
        String operatingSystem = null;
        int lines = 0;
        for (String line : new String(output, StandardCharsets.UTF_8).split("\n", MOST_LINES + 1)) {
            int equals = line.indexOf('=');
            if (++lines > MOST_LINES || equals < 0) {
                continue;
            }
            String key = line.substring(0, equals);
            String value = line.substring(equals + 1);
            switch (key) {
                case "ssh-public-key" -> add(found, IdentityField.SSH_HOST_KEYS, fingerprint(value));
                case "stored-seed" -> add(found, IdentityField.RANDOM_SEED, digest(value));
                case "operating-system" -> operatingSystem = emptyToNull(GuestText.shown(value, 128));
                default -> {
                    for (IdentityField field : IdentityField.values()) {
                        if (field.id().equals(key) && field != IdentityField.SSH_HOST_KEYS) {
                            add(found, field, meaningful(field, GuestText.shown(value, MOST_CHARACTERS)));
                        }
                    }
                }
            }
        }
        Map<String, List<String>> fields = new TreeMap<>();
        for (IdentityField field : IdentityField.values()) {
            fields.put(field.id(), List.copyOf(found.getOrDefault(field, List.of())));
        }
        return new GuestFacts(new Identity(fields), operatingSystem);
    }

    /** Values of a field; empty where the guest has none. */
    public List<String> values(IdentityField field) {
        return identity.fields().getOrDefault(field.id(), List.of());
    }

    /** First value of a field; null where the guest has none. */
    public @Nullable String first(IdentityField field) {
        List<String> values = values(field);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static void add(Map<IdentityField, List<String>> found, IdentityField field, @Nullable String value) {
        List<String> values = found.computeIfAbsent(field, absent -> new ArrayList<>());
        if (value != null && values.size() < MOST_VALUES && !values.contains(value)) {
            values.add(value);
        }
    }

    /** Firmware says "Not Specified" where it has nothing, and so do images whose machine id is made at the first start. */
    private static @Nullable String meaningful(IdentityField field, String value) {
        return switch (field) {
            case PRODUCT_SERIAL, PRODUCT_UUID ->
                value.isEmpty() || value.equalsIgnoreCase("not specified") || value.equals("0") ? null : value;
            case MACHINE_ID, DBUS_MACHINE_ID -> value.isEmpty() || value.equals("uninitialized") ? null : value;
            case MAC_ADDRESSES -> value.isEmpty() || value.equals("00:00:00:00:00:00") ? null : value;
            default -> emptyToNull(value);
        };
    }

    private static @Nullable String emptyToNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** The fingerprint as {@code ssh-keygen -l} shows it. */
    private static @Nullable String fingerprint(String publicKey) {
        String[] parts = publicKey.strip().split(" ", 3);
        if (parts.length < 2 || parts[1].length() > 4_096) {
            return null;
        }
        try {
            byte[] key = Base64.getDecoder().decode(parts[1]);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256(key));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static @Nullable String digest(String hex) {
        return hex.length() <= 8_192
                        && hex.length() % 2 == 0
                        && HEX.matcher(hex).matches()
                ? HexFormat.of().formatHex(sha256(HexFormat.of().parseHex(hex)))
                : null;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
