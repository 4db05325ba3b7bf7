package io.pando.access;

import io.pando.api.Member;
import io.pando.api.Page;
import io.pando.api.SetMember;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people of a project over HTTP. Projects and people are named by id or name. */
@RestController
@RequestMapping("/api/v1/projects/{id}/members")
class MemberController {
    private final Members members;

    MemberController(Members members) {
        this.members = members;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Member> list(@AuthenticationPrincipal Caller caller, @PathVariable String id, Paging paging) {
        return members.list(caller, id, paging);
    }

    @PutMapping("/{user}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    Member set(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String user,
            @RequestBody SetMember wanted) {
        return members.set(caller, id, user, wanted.role());
    }

    /** Takes somebody out, or leaves the project oneself. */
    @DeleteMapping("/{user}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String user) {
        members.remove(caller, id, user);
    }
}
