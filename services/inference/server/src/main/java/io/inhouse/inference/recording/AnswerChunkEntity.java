package io.inhouse.inference.recording;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A piece of an answer, encrypted under the key of whoever asked; stored before it was sent. */
@Entity
@Table(name = "answer_chunk")
@SuppressWarnings("NullAway.Init") // filled by Hibernate or by Answers
class AnswerChunkEntity {
    @EmbeddedId
    Key key;

    byte[] ct;
    byte[] dek;

    @Column(name = "key_id")
    String keyId;

    /** @param number from 0 on, without gaps */
    @Embeddable
    record Key(@Column(name = "answer_id") String answer, int number) {}
}
