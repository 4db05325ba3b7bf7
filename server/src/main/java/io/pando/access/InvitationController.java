package io.pando.access;

import io.pando.api.AcceptInvitation;
import io.pando.api.CreateInvitation;
import io.pando.api.CreatedInvitation;
import io.pando.api.Invitation;
import io.pando.api.InvitationOffer;
import io.pando.api.InvitationSecret;
import io.pando.api.Page;
import io.pando.api.ProjectReference;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invitations over HTTP. A link's secret travels in bodies only, where no log has it. */
@RestController
class InvitationController {
    private final Invitations invitations;

    InvitationController(Invitations invitations) {
        this.invitations = invitations;
    }

    /** Invitations into a project that wait for an answer. */
    @GetMapping("/api/v1/projects/{id}/invitations")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    Page<Invitation> ofProject(@AuthenticationPrincipal Caller caller, @PathVariable String id, Paging paging) {
        return invitations.ofProject(caller, id, paging);
    }

    @PostMapping("/api/v1/projects/{id}/invitations")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.CREATED)
    CreatedInvitation create(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody CreateInvitation wanted) {
        return invitations.create(caller, id, wanted);
    }

    @DeleteMapping("/api/v1/projects/{id}/invitations/{invitation}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String invitation) {
        invitations.withdraw(caller, id, invitation);
    }

    /** Invitations of oneself. */
    @GetMapping("/api/v1/invitations")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Invitation> own(@AuthenticationPrincipal Caller caller, Paging paging) {
        return invitations.own(caller, paging);
    }

    @PostMapping("/api/v1/invitations/{invitation}/accept")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    ProjectReference accept(@AuthenticationPrincipal Caller caller, @PathVariable String invitation) {
        return invitations.accept(caller, invitation);
    }

    @PostMapping("/api/v1/invitations/{invitation}/decline")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decline(@AuthenticationPrincipal Caller caller, @PathVariable String invitation) {
        invitations.decline(caller, invitation);
    }

    /** What a link offers. */
    @PostMapping("/api/v1/invitations/look")
    @Requires(Right.ANYONE)
    InvitationOffer look(@RequestBody InvitationSecret secret, HttpServletRequest request) {
        return invitations.look(secret.secret(), request.getRemoteAddr());
    }

    /** Takes a link up: for who is signed in, or with an account that is made by it where the administrator allows that. */
    @PostMapping("/api/v1/invitations/redeem")
    @Requires(Right.ANYONE)
    ProjectReference redeem(
            @AuthenticationPrincipal @Nullable Caller caller,
            @RequestBody AcceptInvitation wanted,
            HttpServletRequest request) {
        return invitations.redeem(caller, wanted, request.getRemoteAddr());
    }
}
