"""The tables, defined once with SQLModel; everybody imports them from here."""

from store.tables.activities import Activity
from store.tables.audits import AuditChain, AuditEntry
from store.tables.companies import Company
from store.tables.contacts import Contact, ContactPoint, Share
from store.tables.conversations import Chat, Conversation, Inbox, Outbox
from store.tables.deals import Deal, Pipeline, Stage, StageMove
from store.tables.fields import Field, FieldValue, Tag, Tagging
from store.tables.files import Attachment, Blob
from store.tables.registries import IdBlock, Lease, Setting, SubjectKey
from store.tables.slas import BusinessCalendar, SlaPolicy
from store.tables.staff import Identity, LinkCode, RoleRight, Staff, Team
from store.tables.tickets import Category, Ticket, TicketMessage

__all__ = [
    "Activity",
    "Attachment",
    "AuditChain",
    "AuditEntry",
    "Blob",
    "BusinessCalendar",
    "Category",
    "Chat",
    "Company",
    "Contact",
    "ContactPoint",
    "Conversation",
    "Deal",
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
    "Setting",
    "Share",
    "SlaPolicy",
    "Staff",
    "Stage",
    "StageMove",
    "SubjectKey",
    "Tag",
    "Tagging",
    "Team",
    "Ticket",
    "TicketMessage",
]
