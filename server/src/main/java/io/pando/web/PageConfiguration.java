package io.pando.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** The files of the page, compressed beforehand where the build did so. */
@Configuration
class PageConfiguration implements WebMvcConfigurer {
    private static final String INDEX = "index.html";

    private final String[] locations;

    PageConfiguration(WebProperties properties) {
        this.locations = properties.getResources().getStaticLocations();
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // The build puts a hash of each file's content into its name, so what is at such an address never changes.
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(Arrays.stream(locations)
                        .map(location -> location + "assets/")
                        .toArray(String[]::new))
                .setUseLastModified(false)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(false)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new PathResourceResolver());
        // Not by the time of change: a build that can be repeated gives all files the same.
        registry.addResourceHandler("/**")
                .addResourceLocations(locations)
                .setUseLastModified(false)
                .setEtagGenerator(PageConfiguration::hash)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new RouteResolver());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/" + INDEX);
    }

    private static String hash(Resource resource) {
        try (InputStream content = resource.getInputStream()) {
            return HexFormat.of().formatHex(DigestUtils.md5Digest(content));
        } catch (IOException failure) {
            throw new UncheckedIOException("The page's file %s cannot be read".formatted(resource), failure);
        }
    }

    /** Answers the addresses that the page itself makes up, such as {@code /machines/7}, with the page. */
    private static final class RouteResolver extends PathResourceResolver {
        @Override
        protected @Nullable Resource resolveResourceInternal(
                @Nullable HttpServletRequest request,
                String path,
                List<? extends Resource> places,
                ResourceResolverChain chain) {
            Resource file = super.resolveResourceInternal(request, path, places, chain);
            if (file != null || path.contains(".") || path.equals("api") || path.startsWith("api/")) {
                return file;
            }
            return super.resolveResourceInternal(request, INDEX, places, chain);
        }
    }
}
