package io.inhouse.portal.session;

/** The platform's roles as far as pages are concerned; spelled as in the tokens. */
public final class Roles {
    public static final String DATA_STEWARD = "data-steward";
    public static final String ML_ENGINEER = "ml-engineer";
    public static final String APPROVER = "approver";
    /** Held in the realm, not in a project. */
    public static final String COMPLIANCE_OFFICER = "compliance-officer";
    /** Held in the realm, not in a project. */
    public static final String PLATFORM_ADMIN = "platform-admin";

    private Roles() {}
}
