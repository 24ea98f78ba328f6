//! The codes of `error` frames: what went wrong with one frame, while the socket stays open.

use schemars::JsonSchema;
use serde::Serialize;

/// Why a frame was not acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The frame has a `type` that this server does not know.
    UnknownType,
    /// A field is missing or malformed.
    BadFrame,
    /// The content has parts that are neither text nor pictures that were uploaded.
    UnsupportedContent,
    /// The content names a picture that was not uploaded to the session as an attachment.
    UnknownPhoto,
    /// The picture is neither JPEG nor PNG nor WebP; the message says what to do.
    ImageUnsupported,
    /// The picture has more bytes or pixels than are taken.
    ImageTooLarge,
    /// The picture cannot be decoded.
    ImageDamaged,
    /// The picture's bytes stopped coming, or came in too small pieces.
    ImageIncomplete,
    /// Another picture of this socket is on its way or being worked on.
    ImagePending,
    /// As many pictures are on their way in as may be.
    ImageBusy,
    /// The session has as many pictures as it may have.
    ImagesFull,
    /// The pictures' store cannot be reached.
    PhotosUnavailable,
    /// The first frame must be `hello`.
    HelloExpected,
    /// `hello` was said already.
    AlreadyJoined,
    /// The `client_msg_id` names a message with another text or other pictures.
    IdConflict,
    /// `busy: "reject"`, and a turn is running or waiting.
    Busy,
    /// As many turns are waiting as may wait.
    QueueFull,
    /// The session has as many messages as it may have.
    SessionFull,
    /// There is no such turn to cancel.
    NoTurn,
    /// Frames came faster than they may.
    RateLimited,
    /// The store is full.
    StoreFull,
    /// The store cannot be reached.
    StoreUnavailable,
    /// The server is about to stop and takes up nothing new.
    Draining,
    /// The server failed.
    Internal,
}

impl ErrorCode {
    /// Every code there is.
    pub const ALL: [Self; 24] = [
        Self::UnknownType,
        Self::BadFrame,
        Self::UnsupportedContent,
        Self::UnknownPhoto,
        Self::ImageUnsupported,
        Self::ImageTooLarge,
        Self::ImageDamaged,
        Self::ImageIncomplete,
        Self::ImagePending,
        Self::ImageBusy,
        Self::ImagesFull,
        Self::PhotosUnavailable,
        Self::HelloExpected,
        Self::AlreadyJoined,
        Self::IdConflict,
        Self::Busy,
        Self::QueueFull,
        Self::SessionFull,
        Self::NoTurn,
        Self::RateLimited,
        Self::StoreFull,
        Self::StoreUnavailable,
        Self::Draining,
        Self::Internal,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownType => "unknown_type",
            Self::BadFrame => "bad_frame",
            Self::UnsupportedContent => "unsupported_content",
            Self::UnknownPhoto => "unknown_photo",
            Self::ImageUnsupported => "image_unsupported",
            Self::ImageTooLarge => "image_too_large",
            Self::ImageDamaged => "image_damaged",
            Self::ImageIncomplete => "image_incomplete",
            Self::ImagePending => "image_pending",
            Self::ImageBusy => "image_busy",
            Self::ImagesFull => "images_full",
            Self::PhotosUnavailable => "photos_unavailable",
            Self::HelloExpected => "hello_expected",
            Self::AlreadyJoined => "already_joined",
            Self::IdConflict => "id_conflict",
            Self::Busy => "busy",
            Self::QueueFull => "queue_full",
            Self::SessionFull => "session_full",
            Self::NoTurn => "no_turn",
            Self::RateLimited => "rate_limited",
            Self::StoreFull => "store_full",
            Self::StoreUnavailable => "store_unavailable",
            Self::Draining => "draining",
            Self::Internal => "internal",
        }
    }

    /// Whether the same frame may succeed later.
    #[must_use]
    pub const fn is_temporary(self) -> bool {
        match self {
            Self::Busy
            | Self::ImageIncomplete
            | Self::ImagePending
            | Self::ImageBusy
            | Self::PhotosUnavailable
            | Self::QueueFull
            | Self::RateLimited
            | Self::StoreFull
            | Self::StoreUnavailable
            | Self::Draining => true,
            Self::UnknownType
            | Self::BadFrame
            | Self::UnsupportedContent
            | Self::UnknownPhoto
            | Self::ImageUnsupported
            | Self::ImageTooLarge
            | Self::ImageDamaged
            | Self::ImagesFull
            | Self::HelloExpected
            | Self::AlreadyJoined
            | Self::IdConflict
            | Self::SessionFull
            | Self::NoTurn
            | Self::Internal => false,
        }
    }
}
