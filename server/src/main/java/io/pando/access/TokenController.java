package io.pando.access;

import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Page;
import io.pando.api.Token;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own API tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    /** One's own tokens, newest first. */
    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    Page<Token> list(@AuthenticationPrincipal Caller caller, Paging paging) {
        return tokens.list(caller, paging);
    }

    /** Makes a token; its secret is in this answer only. */
    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @ResponseStatus(HttpStatus.CREATED)
    CreatedToken create(@AuthenticationPrincipal Caller caller, @RequestBody CreateToken request) {
        return tokens.create(caller, request);
    }

    /** Takes a token back; it is refused from now on. */
    @DeleteMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        tokens.delete(caller, id);
    }
}
