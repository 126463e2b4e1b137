"""Methods that tell of chats and who is in them."""

from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import Chat, World

RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
MORE: dict[str, Json] = {
    "kicked": {"until_date": 0},
    "administrator": dict.fromkeys(RIGHTS, False) | {"can_delete_messages": True},
}


def get_chat(world: World, ask: Ask) -> Json:
    """Tell of a chat."""
    chat = world.known_chat(ask.params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    more = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }
    return chat.told | more


def get_chat_member(world: World, ask: Ask) -> Json:
    """Tell of somebody in a chat."""
    chat = world.open_chat(ask.params["chat_id"])
    who = ask.params["user_id"]
    if who == world.bot["id"]:
        return member(world.bot_user(), chat.standing)
    if who not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member(world.users[who], "member" if who in chat.members else "left")


def member(user: Json, standing: str) -> Json:
    """A ChatMember; a stranger is one who has left."""
    status = "left" if standing == "stranger" else standing
    return {"user": user, "status": status} | MORE.get(status, {})


def leave_chat(world: World, ask: Ask) -> bool:
    """Have the bot leave a group."""
    chat = world.open_chat(ask.params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    stands(world, chat, "left", world.bot_user())
    return True


def stands(world: World, chat: Chat, standing: str, by: Json) -> None:
    """Change how the bot stands in a chat and tell of it by my_chat_member."""
    old, chat.standing = chat.standing, standing
    told = {
        "chat": chat.told,
        "from": by,
        "date": int(world.wall_clock()),
        "old_chat_member": member(world.bot_user(), old),
        "new_chat_member": member(world.bot_user(), standing),
    }
    world.updates.push({"my_chat_member": told})
