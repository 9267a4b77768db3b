package io.inhouse.portal.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words around and between the pages. */
@MessageBundle("page")
public interface PageWords {
    @Message("Inhouse")
    String product();

    @Message("Skip to content")
    String skip();

    @Message("Main")
    String mainNavigation();

    @Message("Work")
    String work();

    @Message("Datasets")
    String datasets();

    @Message("Tuning")
    String tuning();

    @Message("Models")
    String models();

    @Message("Base models")
    String baseModels();

    @Message("Playground")
    String playground();

    @Message("Keys")
    String keys();

    @Message("All keys")
    String allKeys();

    @Message("Record")
    String record();

    @Message("Project {name}")
    String project(String name);

    @Message("change")
    String changeProject();

    @Message(
            "{#switch role}{#case 'data-steward'}data steward{#case 'approver'}approver{#case 'ml-engineer'}engineer{#case}{role}{/switch}")
    String role(String role);

    @Message("Signed in as {name}")
    String signedInAs(String name);

    @Message("Sign out")
    String signOut();

    @Message("Sign in again")
    String signInAgain();

    @Message("To your work")
    String toWork();

    @Message("Back")
    String back();

    @Message("yes")
    String yes();

    @Message("none")
    String none();

    @Message("not stated")
    String notStated();

    @Message("There is no such page")
    String notFound();

    @Message(
            "It does not exist, or you may not see it. The address may be mistyped, or the thing may belong to another project.")
    String notFoundText();

    @Message("This page is not for you")
    String forbidden();

    @Message(
            "You are signed in, but none of your roles opens this page. If you need it for your work, ask whoever administers your project.")
    String forbiddenText();

    @Message("The form was not accepted")
    String foreignForm();

    @Message(
            "It did not come from a page of this portal, or that page was open for too long. Nothing was changed. Go back, reload the page and send it again.")
    String foreignFormText();

    @Message("A second person has to do this")
    String secondPerson();

    @Message("Say why")
    String sayWhy();

    @Message(
            "The record keeps the reason of every decision. Write one or two sentences and send it again. Nothing was changed.")
    String sayWhyText();

    @Message("Not possible")
    String notPossible();

    @Message("Nothing was changed")
    String formLost();

    @Message(
            "You had to sign in again while a form was on its way, so it got lost. Please fill it in and send it again.")
    String formLostText();

    @Message("Your session has ended")
    String sessionEnded();

    @Message("Sign in again to go on. Nothing was changed.")
    String sessionEndedText();

    @Message("A part of the platform does not answer")
    String unavailable();

    @Message("Try again in a minute. If it stays so, tell whoever operates the platform. Nothing is lost.")
    String unavailableText();

    @Message("Something broke on our side")
    String internal();

    @Message("Nothing you did wrong. If it happens again, tell whoever operates the platform this number: {id}")
    String internalText(String id);

    @Message("The platform refused")
    String refused();

    @Message("The platform gave no reason.")
    String noReason();

    @Message("You are signed out")
    String signedOut();

    @Message("Your session in this browser has ended. On a shared computer, close the browser as well.")
    String signedOutText();

    @Message("Signing in did not work")
    String signInFailed();

    @Message(
            "The sign-in service refused or was interrupted. Try again; if it stays so, tell whoever operates the platform.")
    String signInFailedText();
}
