package io.inhouse.testsupport;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One address of a service and who may call it, read from its annotations.
 *
 * @param template path with parameters in braces
 * @param path with every parameter filled in
 * @param contentType of the body that it reads, if any
 * @param roles who may call it, if {@code access} is by role
 */
public record Endpoint(
        String method,
        String template,
        String path,
        @Nullable String contentType,
        Access access,
        Set<String> roles) {
    public enum Access {
        EVERYBODY,
        AUTHENTICATED,
        ROLES,
        NOBODY
    }

    @Override
    public String toString() {
        return method + " " + template;
    }

    /** All endpoints of the module under test: what its classes folder holds. */
    public static List<Endpoint> ofThisModule() {
        java.nio.file.Path classes = java.nio.file.Path.of("target", "classes");
        List<Endpoint> endpoints = new ArrayList<>();
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            for (java.nio.file.Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                if (name.endsWith("Resource.class")) {
                    endpoints.addAll(of(load(name.substring(0, name.length() - ".class".length()))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("compile the module first", e);
        }
        return endpoints;
    }

    static List<Endpoint> of(Class<?> resource) {
        Path root = resource.getAnnotation(Path.class);
        if (root == null || resource.isInterface()) {
            return List.of();
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (Method method : resource.getMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (http != null) {
                    Path below = method.getAnnotation(Path.class);
                    String template = joined(root.value(), below == null ? "" : below.value());
                    endpoints.add(new Endpoint(
                            http.value(),
                            template,
                            template.replaceAll("\\{[^}]*}", "none-such"),
                            contentType(resource, method, http.value()),
                            access(resource, method),
                            roles(resource, method)));
                }
            }
        }
        return endpoints;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the patterns of parameters: {@code {model: .+}} becomes {@code {model}}. */
    private static String joined(String root, String below) {
        String path = ("/" + root + "/" + below).replaceAll("/+", "/").replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** One line that says who may call it: {@code POST /api/models/base platform-admin}. */
    public String declared() {
        String who = switch (access) {
            case EVERYBODY -> "everybody, also without a token";
            case AUTHENTICATED -> "every member";
            case NOBODY -> "nobody";
            case ROLES -> String.join(", ", new TreeSet<>(roles));
        };
        return method + " " + template + ": " + who;
    }

    private static @Nullable String contentType(Class<?> resource, Method method, String http) {
        if (http.equals("GET") || http.equals("HEAD") || http.equals("DELETE") || http.equals("OPTIONS")) {
            return null;
        }
        Consumes consumes = nearest(resource, method, Consumes.class);
        return consumes == null ? "application/json" : consumes.value()[0];
    }

    private static Access access(Class<?> resource, Method method) {
        for (AnnotatedElement element : List.of(method, resource)) {
            if (element.isAnnotationPresent(RolesAllowed.class)) {
                return Access.ROLES;
            }
            if (element.isAnnotationPresent(PermitAll.class)) {
                return Access.EVERYBODY;
            }
            if (element.isAnnotationPresent(Authenticated.class)) {
                return Access.AUTHENTICATED;
            }
            if (element.isAnnotationPresent(DenyAll.class)) {
                return Access.NOBODY;
            }
        }
        return Access.NOBODY;
    }

    private static Set<String> roles(Class<?> resource, Method method) {
        if (access(resource, method) != Access.ROLES) {
            return Set.of();
        }
        RolesAllowed roles = nearest(resource, method, RolesAllowed.class);
        return roles == null ? Set.of() : Set.copyOf(Arrays.asList(roles.value()));
    }

    private static <A extends Annotation> @Nullable A nearest(Class<?> resource, Method method, Class<A> annotation) {
        A own = method.getAnnotation(annotation);
        return own != null ? own : resource.getAnnotation(annotation);
    }
}
