"""The blocks editors build pages from: few, and each one good on a phone."""

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        template = "cms/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class InsetBlock(blocks.TextBlock):
    """A short passage that must not be missed."""

    class Meta:
        icon = "warning"
        label = "Important"
        template = "cms/blocks/inset.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alternative_text = blocks.CharBlock(
        max_length=200, help_text="What the picture says, for those who cannot see it."
    )
    caption = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "image"
        template = "cms/blocks/picture.html"


class DetailsBlock(blocks.StructBlock):
    """An answer that opens when its question is pressed."""

    summary = blocks.CharBlock(max_length=150, label="Question")
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label="Answer")

    class Meta:
        icon = "help"
        label = "Question and answer"
        template = "cms/blocks/details.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    description = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = "Document to download"
        template = "cms/blocks/download.html"


class ContactBlock(blocks.StaticBlock):
    """The training team's details, kept in one place (Settings, Site details)."""

    class Meta:
        icon = "mail"
        label = "How to contact us"
        admin_text = "Shows the board's address, telephone and the details kept under Settings."
        template = "cms/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock()
    inset = InsetBlock()
    picture = PictureBlock()
    details = DetailsBlock()
    download = DownloadBlock()
    contact = ContactBlock()
