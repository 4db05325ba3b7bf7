package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.ProjectAccess;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Certificate;
import io.pando.api.CommandResult;
import io.pando.api.CreateMachine;
import io.pando.api.ExecuteCommand;
import io.pando.api.Fault;
import io.pando.api.Machine;
import io.pando.api.MachineLabel;
import io.pando.api.MachinePlacement;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.SetLabels;
import io.pando.api.SetLifetime;
import io.pando.api.StopMachine;
import io.pando.api.TokenRight;
import io.pando.image.Masters;
import io.pando.job.JobAnswer;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Machines over HTTP. */
@RestController
@RequestMapping("/api/v1/machines")
class MachineController {
    private static final String KEY = "Idempotency-Key";

    private final MachineService machines;
    private final MachineCreation creation;
    private final GuestCommands commands;
    private final Masters masters;
    private final ProjectAccess projects;
    private final LabelService labels;
    private final LifetimeService lifetimes;

    MachineController(
            MachineService machines,
            MachineCreation creation,
            GuestCommands commands,
            Masters masters,
            ProjectAccess projects,
            LabelService labels,
            LifetimeService lifetimes) {
        this.machines = machines;
        this.creation = creation;
        this.commands = commands;
        this.masters = masters;
        this.projects = projects;
        this.labels = labels;
        this.lifetimes = lifetimes;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Machine> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable List<Machine.State> state,
            @RequestParam(required = false) @Nullable String image,
            @RequestParam(required = false) @Nullable List<String> label,
            @RequestParam(defaultValue = "-createdAt") String sort,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String owner,
            Paging paging) {
        return machines.list(
                () -> new MachineFilter(
                        projects.reach(caller, project),
                        projects.owner(caller, owner, project),
                        name,
                        query,
                        image == null ? null : masters.idOf(caller, image).orElse(image),
                        state == null
                                ? List.of()
                                : state.stream()
                                        .map(wanted -> MachineState.valueOf(wanted.name()))
                                        .toList(),
                        label == null ? List.of() : label,
                        MachineFilter.order(sort)),
                paging);
    }

    /** Which labels machines have that the caller sees. */
    @GetMapping("/labels")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<MachineLabel> listLabels(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String project,
            Paging paging) {
        return paging.of(labels.known(() -> projects.reach(caller, project)));
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Machine show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return machines.find(caller, id);
    }

    /** Why it is on the host that it is on. */
    @GetMapping("/{id}/placement")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    MachinePlacement placement(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return machines.placement(caller, id);
    }

    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> create(
            @AuthenticationPrincipal Caller caller,
            @RequestBody CreateMachine wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(dryRun, () -> creation.plan(caller, wanted), () -> creation.create(caller, wanted, key));
    }

    /** Says what a machine is called besides its name. */
    @PutMapping("/{id}/labels")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    Machine setLabels(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SetLabels wanted) {
        return labels.set(caller, id, wanted);
    }

    /** Gives a machine more time, or less, or all the time. */
    @PutMapping("/{id}/lifetime")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    Machine setLifetime(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SetLifetime wanted) {
        return lifetimes.set(caller, id, wanted);
    }

    @DeleteMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(dryRun, () -> machines.planDeletion(caller, id), () -> machines.delete(caller, id, key));
    }

    @PostMapping("/{id}/start")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> start(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return power(caller, id, PowerAction.START, null, dryRun, key);
    }

    @PostMapping("/{id}/stop")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> stop(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable StopMachine how,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return power(caller, id, PowerAction.STOP, how, dryRun, key);
    }

    @PostMapping("/{id}/restart")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> restart(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable StopMachine how,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return power(caller, id, PowerAction.RESTART, how, dryRun, key);
    }

    @PostMapping("/{id}/suspend")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> suspend(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return power(caller, id, PowerAction.SUSPEND, null, dryRun, key);
    }

    @PostMapping("/{id}/resume")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> resume(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return power(caller, id, PowerAction.RESUME, null, dryRun, key);
    }

    private ResponseEntity<Object> power(
            Caller caller,
            String id,
            PowerAction action,
            @Nullable StopMachine how,
            boolean dryRun,
            @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> machines.planPower(caller, id, action, how),
                () -> machines.power(caller, id, action, how, key));
    }

    @GetMapping("/{id}/certificate")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Certificate showCertificate(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return machines.certificate(caller, id);
    }

    /** The last picture; {@code at} changes nothing here, it only lets a browser tell one picture's address from the next one's. */
    @GetMapping(path = "/{id}/screen", produces = MediaType.IMAGE_PNG_VALUE)
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    ResponseEntity<byte[]> showScreen(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int width,
            @RequestParam(required = false) @Nullable String at) {
        if (width != 0 && (width < 16 || width > 4096)) {
            throw ProblemException.invalid(List.of(
                    new Fault("width", "The width is 16 to 4096 pixels.", "Leave it out for the whole picture.")));
        }
        Machine machine = machines.find(caller, id);
        byte[] picture = machines.picture(caller, id, width)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "No picture of its screen was taken yet.",
                        "Pictures are taken while the machine runs."));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag("\"%s-%d\"".formatted(machine.screenAt(), width))
                .header("X-Pando-Taken-At", String.valueOf(machine.screenAt()))
                .contentType(MediaType.IMAGE_PNG)
                .body(picture);
    }

    @PostMapping("/{id}/exec")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.CONSOLES)
    CommandResult execute(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody ExecuteCommand wanted)
            throws InterruptedException {
        return commands.execute(caller, id, wanted);
    }
}
