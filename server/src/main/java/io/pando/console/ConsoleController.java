package io.pando.console;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.ConsoleTicket;
import io.pando.api.CreateConsoleTicket;
import io.pando.api.TokenRight;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Rights to consoles over HTTP. */
@RestController
class ConsoleController {
    private final Tickets tickets;

    ConsoleController(Tickets tickets) {
        this.tickets = tickets;
    }

    @PostMapping("/api/v1/machines/{id}/console-tickets")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.CONSOLES)
    ResponseEntity<ConsoleTicket> createConsoleTicket(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody CreateConsoleTicket request) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(tickets.give(caller, id, request.kind()));
    }
}
