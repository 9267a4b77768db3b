package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.ColumnMapping;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.documents.DocumentFormat;
import io.inhouse.datasets.documents.Documents;
import io.inhouse.datasets.documents.UnreadableDocumentException;
import io.inhouse.datasets.rows.CsvRows;
import io.inhouse.datasets.rows.MalformedUploadException;
import io.inhouse.datasets.rows.RowSource;
import io.inhouse.datasets.rows.RowStream;
import io.inhouse.datasets.rows.TextRows;
import io.inhouse.datasets.upload.UploadConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rows of a staged file, by its kind. */
@ApplicationScoped
class StagedRows {
    private final StagedPieces pieces;
    private final Documents documents;
    private final StagingConfig config;
    private final UploadConfig limits;

    StagedRows(StagedPieces pieces, Documents documents, StagingConfig config, UploadConfig limits) {
        this.pieces = pieces;
        this.documents = documents;
        this.config = config;
        this.limits = limits;
    }

    /** @throws MalformedUploadException if nothing can be made of the file */
    RowSource open(StagedFile file, @Nullable ColumnMapping columns) throws IOException {
        InputStream content = pieces.read(file.id(), file.bytes());
        int row = (int) limits.maxRow().asLongValue();
        return switch (file.kind()) {
            case JSONL -> new RowStream(content, row, limits.maxSize().asLongValue());
            case CSV -> new CsvRows(content, columns, row, limits.maxSize().asLongValue());
            case DOCUMENT -> new TextRows(text(file, content), config.textRow());
        };
    }

    private String text(StagedFile file, InputStream content) throws IOException {
        try {
            return documents.text(DocumentFormat.of(file.filename()).orElse(DocumentFormat.TEXT), content);
        } catch (UnreadableDocumentException e) {
            throw new MalformedUploadException(String.valueOf(e.getMessage()), e);
        }
    }
}
