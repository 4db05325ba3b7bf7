package io.pando.access;

import io.pando.api.CreateUser;
import io.pando.api.Page;
import io.pando.api.SetPassword;
import io.pando.api.TokenRight;
import io.pando.api.UpdateUser;
import io.pando.api.User;
import io.pando.paging.Paging;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** People's accounts. */
@RestController
@RequestMapping("/api/v1/users")
class UserController {
    private final Users users;
    private final Accounts accounts;

    UserController(Users users, Accounts accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    /** Accounts by name; all, or those with {@code query} in one of their names. */
    @GetMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Page<User> list(@RequestParam(required = false) @Nullable String query, Paging paging) {
        return users.list(query, paging);
    }

    /** Adds an account. */
    @PostMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @ResponseStatus(HttpStatus.CREATED)
    User create(@RequestBody CreateUser request) {
        return users.create(request);
    }

    /** An account: one's own, or as an administrator anybody's. */
    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    User show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return accounts.find(caller, id);
    }

    /** Changes an account: one's own display name, or as an administrator anybody's name, role, and whether they may sign in. */
    @PutMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    User update(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody UpdateUser wanted) {
        return accounts.update(caller, id, wanted);
    }

    /** Deletes an account that owns nothing any more. */
    @DeleteMapping("/{id}")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        accounts.delete(caller, id);
    }

    /** Sets one's own password, or as an administrator anybody's; ends all sessions and tokens of that account. */
    @PutMapping("/{id}/password")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
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
