"""Scores and stages as people read them, for templates."""

from django import template

from assessment.wording import exact_points, fraction_percent, points, points_against, stage_name

register = template.Library()
register.filter(points)
register.filter(exact_points)
register.filter(points_against)
register.filter(fraction_percent)
register.filter(stage_name)
