/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

/**
 * A file that a form was sent with: {@code <input type=file>} in a form with {@code enctype=multipart/form-data}.
 *
 * <p>Name and type are the client's word: neither is to be trusted, and the name is not to be made a path.
 */
public final class FormFile {

    private final String field;
    private final String filename;
    private final String contentType;
    private final byte[] bytes;

    FormFile(String field, String filename, String contentType, byte[] bytes) {
        this.field = field;
        this.filename = filename;
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /**
     * The name of the form's field.
     *
     * @return as the page has it
     */
    public String field() {
        return field;
    }

    /**
     * What the file is called where it comes from.
     *
     * @return perhaps empty, perhaps with a path in it
     */
    public String filename() {
        return filename;
    }

    /**
     * What the client thinks that it is.
     *
     * @return for example {@code image/png}
     */
    public String contentType() {
        return contentType;
    }

    /**
     * What is in it.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * How much is in it.
     *
     * @return bytes
     */
    public int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return field + '=' + filename + " (" + contentType + ", " + bytes.length + " bytes)";
    }
}
