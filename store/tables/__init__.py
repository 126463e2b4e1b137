"""The tables, defined once with SQLModel; everybody imports them from here."""

from store.tables.activities import Activity
from store.tables.audits import AuditChain, AuditEntry
from store.tables.classifications import Round, TierRule
from store.tables.companies import Company
from store.tables.contacts import Contact, ContactPoint, Share
from store.tables.conversations import Chat, Conversation, Inbox, Outbox
from store.tables.deal_contacts import DealContact
from store.tables.deals import Deal, Pipeline, Stage, StageMove
from store.tables.fields import Field, FieldValue, Tag, Tagging
from store.tables.files import Attachment, Blob
from store.tables.registries import IdBlock, Lease, Setting, SubjectKey
from store.tables.staff import Identity, LinkCode, RoleRight, Staff, Team

__all__ = [
    "Activity",
    "Attachment",
    "AuditChain",
    "AuditEntry",
    "Blob",
    "Chat",
    "Company",
    "Contact",
    "ContactPoint",
    "Conversation",
    "Deal",
    "DealContact",
    "Field",
    "FieldValue",
    "IdBlock",
    "Identity",
    "Inbox",
    "Lease",
    "LinkCode",
    "Outbox",
    "Pipeline",
    "RoleRight",
    "Round",
    "Setting",
    "Share",
    "Staff",
    "Stage",
    "StageMove",
    "SubjectKey",
    "Tag",
    "Tagging",
    "Team",
    "TierRule",
]
