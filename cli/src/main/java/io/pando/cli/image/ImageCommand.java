package io.pando.cli.image;

import io.pando.api.Credentials;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.MemoryText;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image}. */
@Command(
        name = "image",
        header = "Master images that machines are made from.",
        subcommands = {
            InspectCommand.class,
            PackagesCommand.class,
            ModelCommand.class,
            StageCommand.class,
            SealingCommand.class,
            WarmCommand.class
        })
public final class ImageCommand {
    private final Invocation invocation;

    public ImageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List images.",
            footer = {"", "Examples:", "  pando image ls", "  pando image ls deb -o json"})
    int list(
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only images with this in their name.")
                    @Nullable
                    String text,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only images in this state: importing, ready, failed or deleting.")
                    Image.@Nullable State state,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Only images of this project (default: all that one may see).")
                    @Nullable
                    String project) {
        List<Column<Image>> columns = columns();
        Printer printer = invocation.printer(columns);
        Answer.Rows<Image> rows = invocation
                .api()
                .list(
                        "images",
                        Query.NONE.with("query", text).with("state", state).with("project", project),
                        Image.class,
                        1000);
        printer.list(columns, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation
                    .terminal()
                    .note(
                            text == null && state == null
                                    ? "No images yet. An administrator makes one with `pando image import NAME FILE`."
                                    : "No image matches.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show an image.",
            footer = {"", "Example:", "  pando image show debian"})
    int show(@Parameters(paramLabel = "IMAGE", description = "Name or id.") String name) {
        Printer printer = invocation.printer(columns());
        show(printer, new Names(invocation.api()).image(name).id());
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            header = "Make a master image of a file here, of an address, or of a file on the server's host.",
            description = {
                "A file of this computer is uploaded first; what was broken off is gone on with when the command is repeated.",
                "Shows the plan and asks on a terminal, then waits for the end."
            },
            footer = {
                "",
                "Examples:",
                "  pando image import debian debian.qcow2 --account root",
                "  pando image import appliance https://example.org/appliance.ova --sha256 DIGITS",
                "  pando image import tiny --on-host /srv/images/tiny.raw --account root --password-stdin < password"
            })
    int importFile(
            @Parameters(paramLabel = "NAME", description = "Name of the new image.") String name,
            @Parameters(
                            paramLabel = "FILE|URL",
                            arity = "0..1",
                            description = "File of this computer, or http or https address.")
                    @Nullable
                    String file,
            @Option(
                            names = "--on-host",
                            paramLabel = "PATH",
                            description = "Path on the server's host instead (administrators only).")
                    @Nullable
                    Path onHost,
            @Option(
                            names = "--sha256",
                            paramLabel = "DIGITS",
                            description = "What the file must give (default: what it gives here, or nothing).")
                    @Nullable
                    String sha256,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description =
                                    "qcow2, raw, vmdk, vhdx, vdi, raw.gz, raw.xz, raw.zst or ova (default: by the file's ending, or by"
                                            + " its first bytes where it can be read).")
                    @Nullable
                    String format,
            @Option(names = "--description", paramLabel = "TEXT", description = "What is in it (default: nothing).")
                    @Nullable
                    String description,
            @Option(
                            names = "--account",
                            paramLabel = "NAME",
                            description =
                                    "Account in the guest that Pando may log in with on the serial console (default: none).")
                    @Nullable
                    String account,
            @Option(
                            names = "--password-stdin",
                            description = "Read that account's password from standard input instead of asking.")
                    boolean passwordStdin,
            @Option(
                            names = "--guest-access",
                            paramLabel = "WAY",
                            description = "How Pando reaches into guests: auto, agent or console (default: auto).")
                    @Nullable
                    GuestAccess guestAccess,
            @Option(
                            names = "--vcpus",
                            paramLabel = "NUMBER",
                            description =
                                    "Virtual processors of machines made from it (default: what an OVA says, or 1).")
                    @Nullable
                    Integer vcpus,
            @Option(
                            names = "--memory",
                            paramLabel = "SIZE",
                            converter = MemoryText.class,
                            description = "Memory of machines made from it (default: what an OVA says, or 512MiB).")
                    @Nullable
                    Integer memory,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Project that it belongs to (default: everybody's).")
                    @Nullable
                    String project,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        List<Column<Image>> columns = columns();
        Printer printer = invocation.printer(columns);
        Change change = new Change(invocation, options, yes.given());
        ImageSource source = ImageSource.of(invocation, file, onHost, format);
        Credentials credentials = credentials(account, passwordStdin);
        if (options.dryRun() && source instanceof ImageSource.Local local) {
            return change.show(local.plan(name));
        }
        String upload = source instanceof ImageSource.Local local
                ? new FileUpload(invocation, local.file(), project).send().id()
                : null;
        ImportImage body = new ImportImage(
                name,
                description,
                source instanceof ImageSource.OnHost host ? host.path().toString() : null,
                source.format(),
                credentials,
                guestAccess,
                vcpus,
                memory,
                upload,
                source instanceof ImageSource.Address address ? address.url() : null,
                sha256,
                project);
        Change.Request request =
                new Change.Request("POST", "images", body, Change.Question.PLAN, "Import image " + name);
        return change.carryOut(request, job -> {
            Job.Subject subject = job.value().subject();
            show(
                    printer,
                    subject == null ? new Names(invocation.api()).image(name).id() : subject.id());
        });
    }

    @Command(
            name = "rm",
            header = "Delete images.",
            description = {
                "Refused while machines are made from it. Administrators only.",
                "Asks for each on a terminal; without a terminal --yes is needed."
            },
            footer = {"", "Example:", "  pando image rm debian"})
    int remove(
            @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Names or ids.") List<String> names,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        Printer printer = invocation.printer();
        Change change = new Change(invocation, options, yes.given());
        List<Image> images = new ArrayList<>();
        for (String name : names) {
            images.add(new Names(invocation.api()).image(name));
        }
        int exitCode = ExitCode.OK;
        for (Image image : images) {
            Change.Request request = new Change.Request(
                    "DELETE",
                    "images/" + Query.segment(image.id()),
                    null,
                    Change.Question.DELETION,
                    "Delete image " + image.name());
            exitCode = Math.max(exitCode, change.carryOut(request, job -> {
                if (!printer.style().isTable()) {
                    printer.document(job.document());
                }
            }));
        }
        return exitCode;
    }

    private void show(Printer printer, String id) {
        Answer<Image> answer = invocation.api().get("images/" + Query.segment(id), Image.class);
        printer.one(columns(), answer.value(), answer.document());
    }

    private @Nullable Credentials credentials(@Nullable String account, boolean passwordStdin) throws IOException {
        if (account == null) {
            if (passwordStdin) {
                throw Failure.usage("A password needs an account: add --account NAME.");
            }
            return null;
        }
        Terminal terminal = invocation.terminal();
        String password;
        if (passwordStdin) {
            password = terminal.readLine();
        } else if (terminal.canAsk()) {
            password = terminal.askSecret("Password of " + account + " in the guest: ");
        } else {
            throw Failure.usage("There is no terminal to ask for a password on: use --password-stdin.");
        }
        if (password == null) {
            throw Failure.usage("There is no password on standard input.");
        }
        return new Credentials(account, password);
    }

    private List<Column<Image>> columns() {
        Instant now = invocation.surroundings().waiting().now();
        return List.of(
                Column.listed("name", "Name", Image::name),
                Column.listed("state", "State", image -> image.state().name().toLowerCase(Locale.ROOT)),
                Column.listed("system", "System", Image::operatingSystem),
                Column.listed("size", "Size", image -> bytes(image.virtualSize())),
                Column.listed("machines", "Machines", image -> Integer.toString(image.machines())),
                Column.listed("age", "Age", image -> Quantities.age(image.createdAt(), now)),
                Column.further("id", "Id", Image::id),
                Column.further("description", "Description", Image::description),
                Column.further("stored", "Stored", image -> bytes(image.storedSize())),
                Column.further("format", "Format", Image::format),
                Column.further("sha256", "SHA-256", Image::sha256),
                Column.further(
                        "access",
                        "Guest access",
                        image -> image.guestAccess() == null
                                ? ""
                                : image.guestAccess().name().toLowerCase(Locale.ROOT)),
                Column.further("account", "Account", Image::account),
                Column.further(
                        "boot",
                        "Boots in",
                        image -> image.bootSeconds() == null ? "" : Quantities.seconds(image.bootSeconds())),
                Column.further(
                        "defaults",
                        "Defaults",
                        image -> image.defaults().vcpus() + " processors, "
                                + Quantities.bytes(image.defaults().memoryMiB() * 1024L * 1024L)),
                Column.further("owner", "Owner", image -> image.owner().name()),
                Column.further(
                        "project",
                        "Project",
                        image -> image.project() == null
                                ? "everybody's"
                                : image.project().name()),
                Column.further("model", "Model", image -> image.model() ? "yes" : "no"),
                Column.further(
                        "staged",
                        "Staged of",
                        image -> image.staged() == null
                                ? ""
                                : image.staged().modelName() + ", version "
                                        + image.staged().version()),
                Column.further("created", "Created", image -> image.createdAt().toString()),
                Column.further(
                        "job",
                        "Job",
                        image -> image.jobId() == null ? "" : image.jobId().toString()),
                Column.further("problem", "Problem", Image::problem));
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "" : Quantities.bytes(bytes);
    }
}
