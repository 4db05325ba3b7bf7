package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.AddDisk;
import io.pando.api.AddNic;
import io.pando.api.ConnectNic;
import io.pando.api.InsertMedium;
import io.pando.api.RenameMachine;
import io.pando.api.ResizeMachine;
import io.pando.api.SetBootOrder;
import io.pando.api.TokenRight;
import io.pando.job.JobAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What machines are made of, over HTTP. */
@RestController
@RequestMapping("/api/v1/machines/{id}")
class HardwareController {
    private static final String KEY = "Idempotency-Key";

    private final HardwareService hardware;
    private final RenamingService renaming;

    HardwareController(HardwareService hardware, RenamingService renaming) {
        this.hardware = hardware;
        this.renaming = renaming;
    }

    @PostMapping("/rename")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> rename(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody RenameMachine wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun, () -> renaming.plan(caller, id, wanted), () -> renaming.submit(caller, id, wanted, key));
    }

    @PostMapping("/resize")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> resize(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody ResizeMachine wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(
                caller,
                id,
                new HardwareChange.Resize(wanted.vcpus(), wanted.memoryMiB(), wanted.disk(), wanted.diskSize()),
                dryRun,
                key);
    }

    @PostMapping("/disks")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> addDisk(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody AddDisk wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.AddDisk(wanted.size()), dryRun, key);
    }

    @DeleteMapping("/disks/{disk}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> removeDisk(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String disk,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.RemoveDisk(disk), dryRun, key);
    }

    @PostMapping("/nics")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> addNic(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody AddNic wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(
                caller,
                id,
                new HardwareChange.AddNic(wanted.mac(), !Boolean.FALSE.equals(wanted.connected())),
                dryRun,
                key);
    }

    @PutMapping("/nics/{nic}/cable")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> connectNic(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String nic,
            @RequestBody ConnectNic wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.Connect(nic, wanted.connected()), dryRun, key);
    }

    @DeleteMapping("/nics/{nic}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> removeNic(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String nic,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.RemoveNic(nic), dryRun, key);
    }

    @PutMapping("/cd")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> insertMedium(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody InsertMedium wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.Insert(wanted.medium()), dryRun, key);
    }

    @DeleteMapping("/cd")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> ejectMedium(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.Eject(), dryRun, key);
    }

    @PutMapping("/boot")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> setBootOrder(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody SetBootOrder wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return change(caller, id, new HardwareChange.Boot(wanted.devices()), dryRun, key);
    }

    private ResponseEntity<Object> change(
            Caller caller, String id, HardwareChange change, boolean dryRun, @Nullable String key) {
        return JobAnswer.of(
                dryRun, () -> hardware.plan(caller, id, change), () -> hardware.submit(caller, id, change, key));
    }
}
