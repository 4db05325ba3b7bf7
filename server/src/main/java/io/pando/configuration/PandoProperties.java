package io.pando.configuration;

import io.pando.api.Filling;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of a Pando server.
 *
 * @param data folder for the embedded database, keys and pictures of screens; only Pando's user may read it
 * @param instance name of this installation, the first part of every domain's name, so that several installations can share a host
 */
@ConfigurationProperties(prefix = "pando", ignoreUnknownFields = false)
public record PandoProperties(
        @DefaultValue("/var/lib/pando") Path data,
        @DefaultValue("pando") String instance,
        @DefaultValue Database database,
        @DefaultValue Host host,
        @DefaultValue Images images,
        @DefaultValue Jobs jobs,
        @DefaultValue Guests guests,
        @DefaultValue Access access,
        @DefaultValue Imports imports,
        @DefaultValue Placement placement,
        @DefaultValue Builder builder,
        @DefaultValue Moves moves) {

    /**
     * Where state is kept.
     *
     * @param url JDBC URL of a PostgreSQL database; null keeps everything in an SQLite file in the data folder
     * @param user null for none
     * @param password null for none
     * @param connections most connections for reading, 1 to 100
     */
    public record Database(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("8") int connections) {
        @Override
        public String toString() {
            return "Database[url=" + url + "]";
        }
    }

    /**
     * The libvirt host that is there from the beginning, and what holds for all hosts.
     *
     * @param name how people call it
     * @param uri libvirt connection URI
     * @param pool name of the storage pool that Pando uses, made when it is absent
     * @param poolPath folder of that pool when Pando has to make it; QEMU's user must be able to enter it
     * @param network name of the network that machines are plugged into, made when it is absent
     * @param networkCidr IPv4 range of that network when Pando has to make it, prefix length 16 to 28
     * @param tick how often the host is asked for its state besides the events it sends
     * @param memoryHeadroomMib memory that machines must leave to the host
     * @param accelerationProbe how long the probe kernel may take to boot before acceleration counts as not working
     * @param probeKernel 64-bit Linux kernel that the probe boots; null takes the newest in /boot of the server's own machine
     * @param certificates folder with {@code cacert.pem}, {@code clientcert.pem} and {@code clientkey.pem} for hosts that are reached by
     *     TLS, unless their address names another one; null takes libvirt's own places
     * @param sshKey private key for hosts that are reached by SSH; null takes those of the user that Pando runs as
     * @param sshKnownHosts file with the keys of hosts that are reached by SSH; null takes that of the user that Pando runs as. A host that
     *     is not in it, or has another key, is refused
     */
    public record Host(
            @DefaultValue("local") String name,
            @DefaultValue("qemu:///system") String uri,
            @DefaultValue("pando") String pool,
            @DefaultValue("/var/lib/libvirt/images/pando") Path poolPath,
            @DefaultValue("pando") String network,
            @DefaultValue("10.83.0.0/24") String networkCidr,
            @DefaultValue("5s") Duration tick,
            @DefaultValue("512") int memoryHeadroomMib,
            @DefaultValue("10s") Duration accelerationProbe,
            @Nullable Path probeKernel,
            @Nullable Path certificates,
            @Nullable Path sshKey,
            @Nullable Path sshKnownHosts) {}

    /**
     * Master images.
     *
     * @param importFrom folders on the server's host from which an administrator may import files
     * @param largestGib largest virtual size that is accepted
     */
    public record Images(
            @DefaultValue("/var/lib/pando/import,/srv/images")
            List<Path> importFrom,

            @DefaultValue("2048") int largestGib) {}

    /**
     * Images that come from elsewhere.
     *
     * @param largestGib largest file that is taken, uploaded or downloaded
     * @param uploadsEach most uploads that one person may have at a time
     * @param uploadLifetime how long an upload is kept to which nothing is added
     * @param fetchPorts ports from which images may be downloaded
     * @param fetchLeastKib KiB a second that a server must send, on average over each {@code fetchWindow}; 0 takes any
     * @param fetchWindow over how long that average is taken
     * @param fetchAllow ranges (for example {@code 10.0.0.0/8}) of addresses that are not public and may be downloaded from all the same
     */
    public record Imports(
            @DefaultValue("256") int largestGib,
            @DefaultValue("10") int uploadsEach,
            @DefaultValue("24h") Duration uploadLifetime,
            @DefaultValue("80,443") List<Integer> fetchPorts,
            @DefaultValue("64") int fetchLeastKib,
            @DefaultValue("1m") Duration fetchWindow,
            @DefaultValue List<String> fetchAllow) {
        /** As much of the data folder's file system stays free, bytes: the database is there too, and others must be able to go on. */
        public static final long KEPT_FREE = 1L << 30;

        public Imports {
            fetchPorts = List.copyOf(fetchPorts);
            fetchAllow = List.copyOf(fetchAllow);
        }
    }

    /**
     * How the host of a new machine is chosen. {@code pando.host.memory-headroom-mib} holds here, too.
     *
     * @param cpuOvercommit virtual processors that a host gives for each of its own, 0.1 to 64
     * @param filling whether machines are to be close together ({@code pack}) or far apart ({@code spread})
     * @param weights how much each preference counts
     */
    public record Placement(
            @DefaultValue("8") double cpuOvercommit,
            @DefaultValue("pack") Filling filling,
            @DefaultValue Weights weights) {

        /**
         * How much each preference counts, 0 (not at all) to 100.
         *
         * @param image that the image is on the host already
         * @param filling that the host is as full, or as empty, as is wanted
         * @param affinity that machines are there which it wants to be near to, and none that it wants to be apart from
         * @param load that the host's processors are idle
         * @param headroom that a tenth of the host's processors and memory stays free
         */
        public record Weights(
                @DefaultValue("30") int image,
                @DefaultValue("40") int filling,
                @DefaultValue("60") int affinity,
                @DefaultValue("10") int load,
                @DefaultValue("0") int headroom) {}
    }

    /**
     * Durable jobs.
     *
     * @param atOnce most jobs that this server carries out at the same time
     * @param poll how often the queue is looked at for jobs that others put there
     * @param heartbeat how often a job at work says that it lives; a job silent for four of these is taken over
     */
    public record Jobs(
            @DefaultValue("8") int atOnce,
            @DefaultValue("1s") Duration poll,
            @DefaultValue("1s") Duration heartbeat) {}

    /**
     * Appliances that look into disks and change them.
     *
     * @param appliance folder with the appliance's {@code vmlinuz} and {@code initramfs}; null takes the one that the
     *     distribution brings, and where there is none, whatever needs it says so
     * @param startTimeout how long an appliance may take from power-on until it answers; one that takes longer is started anew, at most
     *     twice
     * @param atOnce most appliances that this server has at work at the same time, on all hosts together
     */
    public record Builder(
            @Nullable Path appliance,
            @DefaultValue("45s") Duration startTimeout,
            @DefaultValue("2") int atOnce) {}

    /**
     * Machines that are moved from host to host.
     *
     * @param address name or address by which other hosts reach the server's own host, when machines are moved to it; null leaves it to
     *     libvirt there. Other hosts are reached as their addresses say
     * @param encrypted whether memory and disks are encrypted on their way; QEMU on all hosts needs certificates for it
     */
    public record Moves(
            @Nullable String address, @DefaultValue("false") boolean encrypted) {}

    /**
     * What guests are granted.
     *
     * @param bootTimeout how long a guest may take from power-on until it answers
     * @param answerTimeout how long a guest may take to answer one command of Pando's own
     * @param packages from where packages come that are installed in them
     */
    public record Guests(
            @DefaultValue("5m") Duration bootTimeout,
            @DefaultValue("60s") Duration answerTimeout,
            @DefaultValue Packages packages) {}

    /**
     * From where packages come that are installed in guests; what is null is left to the guest itself.
     *
     * @param proxy URL of an HTTP proxy
     * @param apt line of a sources list, for example {@code deb https://mirror.example/debian bookworm main}
     * @param dnf URL of a repository
     * @param apk URL of a repository
     */
    public record Packages(
            @Nullable String proxy,
            @Nullable String apt,
            @Nullable String dnf,
            @Nullable String apk) {}

    /**
     * People.
     *
     * @param administratorPassword password of the first administrator, {@code admin}; null makes one up and prints it once
     * @param sessionLifetime how long a session of the page lasts without use
     * @param signUpByInvitation whether somebody without an account may make one with the link of an invitation
     * @param projectsByEverybody whether everybody may make projects for teams, each with the usual quota; else administrators only
     * @param origins further origins ({@code https://host:port}) from which the page may be served, for reverse proxies
     * @param address how people reach the page ({@code https://host:port}), for OpenID providers to send them back to; null takes what
     *     each request says
     * @param requestsPerMinute how many requests a minute an address may send to what answers strangers, and an account to what is
     *     costly; what is costlier still takes a fraction of it
     * @param oidc OpenID providers at which people can sign in, by a name of 1 to 32 lower-case letters, digits and hyphens
     */
    public record Access(
            @Nullable String administratorPassword,
            @DefaultValue("12h") Duration sessionLifetime,
            @DefaultValue("false") boolean signUpByInvitation,
            @DefaultValue("false") boolean projectsByEverybody,
            @DefaultValue List<String> origins,
            @Nullable URI address,
            @DefaultValue("600") int requestsPerMinute,
            @DefaultValue Map<String, Oidc> oidc) {
        @Override
        public String toString() {
            return "Access[sessionLifetime=" + sessionLifetime + "]";
        }
    }

    /**
     * An OpenID provider.
     *
     * @param issuer its issuer identifier, exactly as in its tokens; https, or http on the loopback interface
     * @param clientId as which Pando is registered there, with the redirect address {@code …/api/v1/sign-in/NAME/callback}
     * @param clientSecret null for a public client
     * @param label how people call it; null takes the name
     * @param scopes what is asked for
     * @param algorithm with which it signs tokens: {@code RS256}, {@code PS256}, {@code ES256} or the like; a token that is signed by
     *     another is refused
     * @param nameClaim claim of the token that a new account is named after
     * @param createAccounts whether somebody's first sign-in makes an account
     * @param groupsClaim claim of the token that lists groups
     * @param groups what belonging to a group grants, as {@code GROUP: PROJECT/ROLE}
     * @param administratorGroups groups of administrators; when there are any, each sign-in makes the account an administrator's or not
     */
    public record Oidc(
            URI issuer,
            String clientId,
            @Nullable String clientSecret,
            @Nullable String label,
            @DefaultValue({"openid", "profile"}) List<String> scopes,
            @DefaultValue("RS256") String algorithm,
            @DefaultValue("preferred_username") String nameClaim,
            @DefaultValue("false") boolean createAccounts,
            @DefaultValue("groups") String groupsClaim,
            @DefaultValue Map<String, String> groups,
            @DefaultValue List<String> administratorGroups) {
        @Override
        public String toString() {
            return "Oidc[issuer=" + issuer + ", clientId=" + clientId + "]";
        }
    }
}
