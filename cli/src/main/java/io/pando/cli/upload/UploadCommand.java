package io.pando.cli.upload;

import io.pando.api.Upload;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando upload}. */
@Command(name = "upload", header = "Files that are being uploaded to be imported.")
public final class UploadCommand {
    private static final List<Column<Upload>> COLUMNS = List.of(
            Column.listed("file", "File", Upload::fileName),
            Column.listed("id", "Id", Upload::id),
            Column.listed("size", "Size", upload -> Quantities.bytes(upload.size())),
            Column.listed("received", "Received", upload -> Quantities.bytes(upload.received())),
            Column.listed("expires", "Expires", upload -> upload.expiresAt().toString()),
            Column.further("owner", "Owner", upload -> upload.owner().name()),
            Column.further("project", "Project", upload -> upload.project().name()),
            Column.further("sha256", "SHA-256", Upload::sha256),
            Column.further("image", "Image", Upload::imageId),
            Column.further("created", "Created", upload -> upload.createdAt().toString()));

    private final Invocation invocation;

    public UploadCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List one's own uploads, or everybody's in a project.",
            description = "Repeat `pando image import` to go on with one that was broken off.",
            footer = {"", "Examples:", "  pando upload ls", "  pando upload ls --project web -o columns=file,owner,size"
            })
    int list(
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Everybody's uploads in this project (default: one's own).")
                    @Nullable
                    String project) {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<Upload> rows =
                invocation.api().list("uploads", Query.NONE.with("project", project), Upload.class, 1000);
        printer.list(COLUMNS, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation.terminal().note("No uploads. `pando image import NAME FILE` uploads a file and imports it.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rm",
            header = "Cancel uploads: what was sent is thrown away.",
            footer = {"", "Example:", "  pando upload rm debian.qcow2"})
    int remove(
            @Parameters(paramLabel = "UPLOAD", arity = "1..*", description = "Names of files, or ids.")
                    List<String> names,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Among everybody's uploads in this project (default: one's own).")
                    @Nullable
                    String project) {
        List<Upload> all = invocation
                .api()
                .list("uploads", Query.NONE.with("project", project), Upload.class, 1000)
                .items();
        List<Upload> chosen = names.stream()
                .map(name -> Names.choose(
                        all, name, Upload::fileName, Upload::id, "upload", "`pando upload ls` lists yours."))
                .toList();
        for (Upload upload : chosen) {
            invocation.api().call("DELETE", "uploads/" + Query.segment(upload.id()), null);
            invocation.terminal().note("The upload of " + upload.fileName() + " is cancelled.");
        }
        return ExitCode.OK;
    }
}
