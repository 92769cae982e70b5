//! What in a text is likely an identifier of a patient.
