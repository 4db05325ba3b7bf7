package io.pando.web;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Problem;
import io.pando.paging.Paging;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;

/** The description of the API, made from the endpoints and records themselves: {@code GET /api/v1/openapi.json}. */
@Configuration
class OpenApiConfiguration {
    private static final String COOKIE = "session";
    private static final String TOKEN = "token";
    private static final String PROBLEM = "application/problem+json";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Paging.class);
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Pando")
                        .version("v1")
                        .description(
                                "A copy of a virtual machine for each person. Unknown fields and query parameters are refused;"
                                        + " fields without a value are left out. Errors are problem documents (RFC 9457).")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                COOKIE,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("pando_session")
                                        .description(
                                                "The page's session. Calls that change something repeat the cookie XSRF-TOKEN"
                                                        + " in the header X-XSRF-TOKEN."))
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token.")));
    }

    @Bean
    OperationCustomizer operations() {
        return (operation, method) -> {
            operation.setOperationId(operationId(method));
            operation.setTags(List.of(feature(method)));
            security(operation, method);
            paging(operation, method);
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("Why it was refused, or failed.")
                                    .content(new Content()
                                            .addMediaType(
                                                    PROBLEM,
                                                    new MediaType()
                                                            .schema(new Schema<>()
                                                                    .$ref("#/components/schemas/Problem")))));
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer problems() {
        return description -> {
            ResolvedSchema problem =
                    ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(Problem.class));
            description.getComponents().addSchemas("Problem", problem.schema);
            problem.referencedSchemas.forEach(description.getComponents()::addSchemas);
            description.setTags(null);
        };
    }

    /** A field is required exactly where the record does not declare it nullable. */
    @Bean
    ModelConverter requiredFields() {
        return new ModelConverter() {
            @Override
            public @Nullable Schema<?> resolve(
                    AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
                if (!chain.hasNext()) {
                    return null;
                }
                Schema<?> schema = chain.next().resolve(type, context, chain);
                Class<?> record = recordOf(type.getType());
                if (record != null && schema != null) {
                    String name = schema.get$ref() == null ? schema.getName() : nameOf(schema.get$ref());
                    Schema<?> model =
                            name == null ? schema : context.getDefinedModels().get(name);
                    require(model == null ? schema : model, record);
                }
                return schema;
            }
        };
    }

    private static void require(Schema<?> model, Class<?> record) {
        if (model.getProperties() != null) {
            model.setRequired(Arrays.stream(record.getRecordComponents())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(RecordComponent::getName)
                    .filter(model.getProperties()::containsKey)
                    .toList());
        }
    }

    private static String nameOf(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static @Nullable Class<?> recordOf(Type type) {
        Class<?> raw =
                switch (type) {
                    case Class<?> plain -> plain;
                    case com.fasterxml.jackson.databind.JavaType java -> java.getRawClass();
                    default -> Object.class;
                };
        return raw.isRecord() && raw.getName().startsWith("io.pando.") ? raw : null;
    }

    private static String operationId(HandlerMethod method) {
        String name = method.getMethod().getName();
        return feature(method) + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String feature(HandlerMethod method) {
        String name = method.getBeanType().getSimpleName().replace("Controller", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static void security(Operation operation, HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires != null && requires.value() != Right.ANYONE) {
            operation.setSecurity(
                    List.of(new SecurityRequirement().addList(COOKIE), new SecurityRequirement().addList(TOKEN)));
            if (requires.value() == Right.ADMINISTRATOR) {
                operation.addExtension("x-pando-requires", "administrator");
            }
            operation.addExtension(
                    "x-pando-token-rights",
                    Arrays.stream(requires.token()).map(Enum::name).toList());
        }
    }

    private static void paging(Operation operation, HandlerMethod method) {
        boolean paged = Arrays.stream(method.getMethodParameters())
                .map(MethodParameter::getParameterType)
                .anyMatch(Paging.class::equals);
        if (paged) {
            operation.addParametersItem(number("limit", "Most rows.", 1, Paging.MOST, Paging.DEFAULT_LIMIT));
            operation.addParametersItem(
                    number("offset", "Position of the first row in the whole list.", 0, Integer.MAX_VALUE, 0));
        }
    }

    private static Parameter number(String name, String description, int least, int most, int absent) {
        Schema<Number> schema = new IntegerSchema();
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(BigDecimal.valueOf(most));
        schema.setDefault(absent);
        return new Parameter().name(name).in("query").description(description).schema(schema);
    }
}
