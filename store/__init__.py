"""The CRM: tables, verbs, access, encryption, audit, search."""
