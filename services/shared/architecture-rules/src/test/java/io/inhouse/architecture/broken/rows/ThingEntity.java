package io.inhouse.architecture.broken.rows;

import jakarta.persistence.Entity;

/** A row. */
@Entity
public class ThingEntity {}
