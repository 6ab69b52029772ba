"""That a question is unclear, with a word from a respondent to the editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.contents import Question
from assessment.models.response import Response


class Remark(models.Model):
    # SECURITY: for taking it back and for saying it once; editors are shown the question and the text alone.
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("response"))
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("question"))
    text = models.CharField(_("what is unclear"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="remark_once_per_response_and_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"
