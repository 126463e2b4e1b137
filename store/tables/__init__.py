"""The tables, defined once with SQLModel; everybody imports them from here."""

from store.tables.activities import Activity
from store.tables.approvals import Approval, ApprovalSeat
from store.tables.articles import Article, ArticleShowing, Macro
from store.tables.audits import AuditChain, AuditEntry
from store.tables.calendars import CalendarFeed
from store.tables.classifications import Round, TierRule
from store.tables.companies import Company
from store.tables.contacts import Contact, ContactPoint
from store.tables.conversations import Chat, Conversation, Inbox, Outbox
from store.tables.customers import Consent, CustomerAccount, CustomerCode, HeldWord
from store.tables.deal_contacts import DealContact
from store.tables.deals import Deal, Pipeline, Stage, StageMove
from store.tables.feedbacks import Cause, Complaint, Recommendation, TicketCause, TicketRating
from store.tables.fields import Field, FieldValue, Tag, Tagging
from store.tables.files import Attachment, Blob
from store.tables.jobs import JobRun
from store.tables.leads import AssignmentRule, Lead, ScoreRule
from store.tables.lists import Export, ReportSchedule, View
from store.tables.notices import DigestMark, HeldNotice, Nudge
from store.tables.orders import Order, OrderStep, Payment
from store.tables.ownership import CompanyShare, DealShare, PoolMove, Share
from store.tables.qualities import QualityReview
from store.tables.quotes import DealLine, Product, Quote, QuoteLine
from store.tables.registries import IdBlock, Lease, Setting, SubjectKey
from store.tables.slas import BusinessCalendar, SlaPolicy
from store.tables.staff import Identity, LinkCode, RoleRight, Staff, Team
from store.tables.targets import Target
from store.tables.tasks import Task
from store.tables.ticket_threads import TicketThread
from store.tables.tickets import Category, Ticket, TicketMessage

__all__ = [
    "Activity",
    "Approval",
    "ApprovalSeat",
    "Article",
    "ArticleShowing",
    "AssignmentRule",
    "Attachment",
    "AuditChain",
    "AuditEntry",
    "Blob",
    "BusinessCalendar",
    "CalendarFeed",
    "Category",
    "Cause",
    "Chat",
    "Company",
    "CompanyShare",
    "Complaint",
    "Consent",
    "Contact",
    "ContactPoint",
    "Conversation",
    "CustomerAccount",
    "CustomerCode",
    "Deal",
    "DealContact",
    "DealLine",
    "DealShare",
    "DigestMark",
    "Export",
    "Field",
    "FieldValue",
    "HeldNotice",
    "HeldWord",
    "IdBlock",
    "Identity",
    "Inbox",
    "JobRun",
    "Lead",
    "Lease",
    "LinkCode",
    "Macro",
    "Nudge",
    "Order",
    "OrderStep",
    "Outbox",
    "Payment",
    "Pipeline",
    "PoolMove",
    "Product",
    "QualityReview",
    "Quote",
    "QuoteLine",
    "Recommendation",
    "ReportSchedule",
    "RoleRight",
    "Round",
    "ScoreRule",
    "Setting",
    "Share",
    "SlaPolicy",
    "Staff",
    "Stage",
    "StageMove",
    "SubjectKey",
    "Tag",
    "Tagging",
    "Target",
    "Task",
    "Team",
    "Ticket",
    "TicketCause",
    "TicketMessage",
    "TicketRating",
    "TicketThread",
    "TierRule",
    "View",
]
