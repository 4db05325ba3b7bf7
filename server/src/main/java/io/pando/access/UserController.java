package io.pando.access;

import io.pando.api.CreateUser;
import io.pando.api.Page;
import io.pando.api.SetPassword;
import io.pando.api.User;
import io.pando.paging.Paging;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** People's accounts. */
@RestController
@RequestMapping("/api/v1/users")
class UserController {
    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    /** All accounts by name. */
    @GetMapping
    @Requires(Right.ADMINISTRATOR)
    Page<User> list(Paging paging) {
        return users.list(paging);
    }

    /** Adds an account. */
    @PostMapping
    @Requires(Right.ADMINISTRATOR)
    @ResponseStatus(HttpStatus.CREATED)
    User create(@RequestBody CreateUser request) {
        return users.create(request);
    }

    /** Sets one's own password, or as an administrator anybody's; ends all sessions and tokens of that account. */
    @PutMapping("/{id}/password")
    @Requires(Right.SIGNED_IN)
    ResponseEntity<Void> setPassword(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody SetPassword password,
            HttpServletRequest request) {
        users.setPassword(caller, id, password);
        ResponseEntity.HeadersBuilder<?> answer = ResponseEntity.noContent();
        if (caller.userId().equals(id)) {
            answer.header(HttpHeaders.SET_COOKIE, SessionCookie.clear(request));
        }
        return answer.build();
    }
}
