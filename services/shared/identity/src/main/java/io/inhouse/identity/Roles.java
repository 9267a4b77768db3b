package io.inhouse.identity;

/** The roles. The first four are held in a project (group {@code /projects/<project>/<role>}), the others in the realm. */
public final class Roles {
    public static final String DATA_STEWARD = "data-steward";
    public static final String ML_ENGINEER = "ml-engineer";
    public static final String APPROVER = "approver";
    public static final String APP = "app";
    public static final String COMPLIANCE_OFFICER = "compliance-officer";
    public static final String PLATFORM_ADMIN = "platform-admin";
    /** Held only by the platform's own service accounts. */
    public static final String SERVICE = "service";

    private Roles() {}
}
