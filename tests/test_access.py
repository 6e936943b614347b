"""Every address as every kind of person: who gets in, who is refused, who sees nothing.

``ACCESS`` is the whole of Peel's access, and a new address fails the test until it has its
line there. The people: nobody signed in; the inspector who reviews the file; a colleague on
the same team; an inspector of another team; the supervisor who leads the inspection; a
supervisor of another; an administrator; an observer.
"""

import gzip
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts import actions as account_actions
from accounts.models import Token, User
from cases import held_extracts
from cases.actions.signing import sign_off
from cases.models import (
    CalibrationRound,
    Choice,
    Comment,
    Decision,
    Draw,
    Extract,
    IssuedFile,
    Notice,
    Position,
    PublishedResult,
    ReferenceFile,
    Review,
    Sample,
    SampleKind,
    SamplingPlan,
)
from cases.states import ReviewState
from forces.indicators import actions as data_actions
from forces.models import Force, Inspection, Submission
from judgments.actions import judging, passages
from judgments.actions.attaching import record_with_files
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.models import Action, Attachment, Finding, InspectionArea, Judgment, Practice
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    AdministratorFactory,
    AnswerFactory,
    DrawStratumFactory,
    ExtractFactory,
    InspectionFactory,
    InspectorFactory,
    ObserverFactory,
    ReviewFactory,
    SampleFactory,
    SamplingPlanFactory,
    SubmittedValueFactory,
    SupervisorFactory,
    TeamMemberFactory,
)
from tests.judgments.asked import drafted_cause, earlier_inspection, published_action
from tests.judgments.conftest import GOOD, SMALL
from tests.judgments.evidence.conftest import SEEN
from tests.judgments.evidence.files import upload
from tests.judgments.passages.conftest import PROMPT, SHARED
from tests.judgments.report.publications import a_publication
from tests.sharing import shared_rows

pytestmark = pytest.mark.every_address

PEOPLE = (
    "nobody", "reviewer", "colleague", "outsider", "lead", "supervisor", "administrator",
    "observer",
)  # fmt: skip

EVERYBODY = "in in in in in in in in"
SIGNED_IN = "sign in in in in in in in"
API = "401 in in in in in in in"

# "in": comes through the door, whatever the form then says. "sign": is sent to sign in.
ACCESS = {
    # nobody, reviewer, colleague, outsider, lead, supervisor of another, administrator, observer
    "GET home": SIGNED_IN,
    "GET health": EVERYBODY,
    # Signing in
    "GET account_login": EVERYBODY,
    "POST account_login": EVERYBODY,
    "GET account_logout": SIGNED_IN,
    "GET account_inactive": EVERYBODY,
    "GET account_signup": EVERYBODY,
    "GET account_reauthenticate": SIGNED_IN,
    "GET account_change_password": SIGNED_IN,
    "GET account_set_password": SIGNED_IN,
    "GET account_reset_password": EVERYBODY,
    "GET account_reset_password_done": EVERYBODY,
    "GET account_reset_password_from_key_done": EVERYBODY,
    "GET account_reset_password_from_key": EVERYBODY,
    # One's own account
    "GET accounts:profile": SIGNED_IN,
    "GET accounts:tokens": SIGNED_IN,
    "GET accounts:create_token": SIGNED_IN,
    "POST accounts:create_token": SIGNED_IN,
    "POST accounts:revoke_token": "sign in 404 404 404 404 404 404",
    # The instrument, forces and inspections
    "GET checklists:versions": SIGNED_IN,
    "GET checklists:version": SIGNED_IN,
    "GET forces:forces": SIGNED_IN,
    "GET forces:inspections": SIGNED_IN,
    "GET forces:team": "sign in in 404 in in in 403",
    "POST forces:add_member": "sign 403 403 404 in 403 in 403",
    "POST forces:remove_member": "sign 403 403 404 in 403 in 403",
    "POST forces:set_lead": "sign 403 403 404 in 403 in 403",
    "POST forces:set_dates": "sign 403 403 404 in 403 in 403",
    # The data of forces. The list of the first force is open, and observers see accepted ones.
    "GET forces:indicators": SIGNED_IN,
    "GET forces:force_data": SIGNED_IN,
    "GET forces:lists": SIGNED_IN,
    "GET forces:import_list": "sign 403 403 403 in in in 403",
    "POST forces:import_list": "sign 403 403 403 in in in 403",
    "GET forces:list_template": "sign 403 403 403 in in in 403",
    "GET forces:submission": "sign in in in in in in 404",
    "GET forces:ask_about": "sign 403 403 403 in in in 404",
    "POST forces:ask_about": "sign 403 403 403 in in in 404",
    "POST forces:answer_query": "sign 403 403 403 in in in 404",
    "POST forces:accept_list": "sign 403 403 403 in in in 404",
    "GET forces:reject_list": "sign 403 403 403 in in in 404",
    "POST forces:reject_list": "sign 403 403 403 in in in 404",
    "GET forces:reopen_list": "sign 403 403 403 in in in 404",
    "POST forces:reopen_list": "sign 403 403 403 in in in 404",
    "GET force_data:indicator": SIGNED_IN,
    "GET force_data:export": SIGNED_IN,
    "GET force_data:disproportionality": SIGNED_IN,
    "GET force_data:export_disproportionality": "sign 404 404 404 404 404 404 404",
    # Casework
    "GET cases:my_work": "sign in in in in in 403 403",
    "GET cases:notices": SIGNED_IN,
    "POST cases:mark_all_read": SIGNED_IN,
    "GET cases:notice": "sign in 404 404 404 404 404 404",
    "POST cases:mark_read": "sign in 404 404 404 404 404 404",
    "GET cases:workload": "sign 403 403 403 in in 403 403",
    "GET cases:keys": SIGNED_IN,
    "GET cases:kept": SIGNED_IN,
    "GET cases:offline": EVERYBODY,
    "GET cases:service_worker": EVERYBODY,
    "GET cases:inspection": "sign in in 404 in in in in",
    "GET cases:sample_new": "sign 403 403 404 in 403 403 403",
    "POST cases:sample_new": "sign 403 403 404 in 403 403 403",
    "GET cases:hand_over": "sign 403 403 404 in 403 403 403",
    "POST cases:hand_over": "sign 403 403 404 in 403 403 403",
    "GET cases:sample": "sign 403 403 404 in in in 404",
    "GET cases:import_files": "sign 403 403 404 in 403 403 404",
    "POST cases:import_files": "sign 403 403 404 in 403 403 404",
    "GET cases:import_template": "sign 403 403 404 in in in 404",
    "GET cases:import_problems": "sign 403 403 404 404 403 403 404",
    "POST cases:allocate": "sign 403 403 404 in 403 403 404",
    "GET cases:share_files": "sign 403 403 404 in 403 403 404",
    "POST cases:share_files": "sign 403 403 404 in 403 403 404",
    "GET cases:balance": "sign 403 403 404 in in in 404",
    # Drawing a sample
    "GET cases:extract_upload": "sign 403 403 404 in 403 403 404",
    "POST cases:extract_upload": "sign 403 403 404 in 403 403 404",
    "GET cases:extract": "sign 403 403 404 in 403 403 404",
    "GET cases:extract_progress": "sign 403 403 404 in 403 403 404",
    "GET cases:extract_columns": "sign 403 403 404 in 403 403 404",
    "POST cases:extract_columns": "sign 403 403 404 in 403 403 404",
    "GET cases:extract_rejected": "sign 403 403 404 in 403 403 404",
    "GET cases:extract_discard": "sign 403 403 404 in 403 403 404",
    "POST cases:extract_discard": "sign 403 403 404 in 403 403 404",
    "POST cases:extract_again": "sign 403 403 404 in 403 403 404",
    "GET cases:plan": "sign 403 403 404 in 403 403 404",
    "GET cases:plan_frame": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_frame": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_use": "sign 403 403 404 in 403 403 404",
    "GET cases:plan_save": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_save": "sign 403 403 404 in 403 403 404",
    "GET cases:plan_entry_new": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_entry_new": "sign 403 403 404 in 403 403 404",
    "GET cases:plan_entry": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_entry": "sign 403 403 404 in 403 403 404",
    "POST cases:plan_arrange": "sign 403 403 404 in 403 403 404",
    "GET cases:draw_check": "sign 403 403 404 in 403 403 404",
    "POST cases:draw_check": "sign 403 403 404 in 403 403 404",
    "GET cases:draw": "sign 403 403 404 in in in 404",
    "GET cases:draw_export": "sign 403 403 404 in in in 404",
    "GET cases:draw_withdraw": "sign 403 403 404 in 403 403 404",
    "POST cases:draw_withdraw": "sign 403 403 404 in 403 403 404",
    "GET cases:sampling_plans": "sign 403 403 403 in in in 403",
    "GET cases:sampling_plan": "sign 403 403 403 in in in 403",
    "GET cases:plan_discard": "sign 403 403 403 in 403 403 403",
    "POST cases:plan_discard": "sign 403 403 403 in 403 403 403",
    # Calibration and practice
    "GET cases:calibration": "sign in in in in in in 403",
    "GET cases:reference_file_new": "sign 403 404 404 in 403 403 404",
    "POST cases:reference_file_new": "sign 403 404 404 in 403 403 404",
    "GET cases:reference_file": "sign 404 404 404 in in in 404",
    "POST cases:retire_reference_file": "sign 404 404 404 in in 403 404",
    "POST cases:practise": "sign in in in 403 403 403 403",
    "GET cases:round_new": "sign 403 403 404 in 403 403 403",
    "POST cases:round_new": "sign 403 403 404 in 403 403 403",
    "GET cases:round": "sign 404 404 404 in in in 404",
    "GET cases:round_export": "sign 404 404 404 in in 403 404",
    "POST cases:round_end": "sign 404 404 404 in 403 403 404",
    "GET cases:exercise": "sign in 404 404 404 404 404 404",
    "GET cases:case_file": "sign in 404 404 in in in 404",
    "GET cases:eliminate": "sign 403 404 404 in 403 403 404",
    "POST cases:eliminate": "sign 403 404 404 in 403 403 404",
    "POST cases:restore": "sign 403 404 404 in 403 403 404",
    "GET cases:review": "sign in 404 404 in in in 404",
    "GET cases:current_answers": "sign in 404 404 in in in 404",
    "POST cases:save_answer": "sign in 404 404 403 403 403 404",
    "POST cases:save_answers": "sign in 404 404 403 403 403 404",
    "POST cases:submit": "sign in 404 404 403 403 403 404",
    "POST cases:accept": "sign 403 404 404 in 403 403 404",
    "POST cases:return": "sign 403 404 404 in 403 403 404",
    "POST cases:step_back": "sign 403 404 404 in 403 403 404",
    "POST cases:comment": "sign in 404 404 in 403 403 404",
    "POST cases:reply_to_comment": "sign in 404 404 in 403 403 404",
    "POST cases:resolve_comment": "sign 403 404 404 in 403 403 404",
    "POST cases:reopen_comment": "sign 403 404 404 in 403 403 404",
    "GET cases:comments": "sign in in 404 in in in 404",
    # Moderation
    "GET cases:moderate": "sign 403 404 404 in in in 404",
    "GET cases:moderate_effect": "sign 403 404 404 in in in 404",
    "POST cases:moderate_decide": "sign 403 404 404 in 403 403 404",
    "POST cases:moderate_agree": "sign 403 404 404 in 403 403 404",
    "POST cases:moderate_step_back": "sign 403 404 404 in 403 403 404",
    "GET cases:overrides": "sign 403 403 404 in in in 404",
    "GET cases:export_overrides": "sign 403 403 404 in in 403 404",
    "GET cases:second_reviews": "sign 403 403 404 in in in 404",
    "POST cases:second_reviews_draw": "sign 403 403 404 in 403 403 404",
    "POST cases:second_reviews_pick": "sign 403 403 404 in 403 403 404",
    "POST cases:second_reviews_allocate": "sign 403 403 404 in 403 403 404",
    # There is no second review, and no draw of any.
    "GET cases:second_review_withdraw": "sign 403 403 404 404 403 403 404",
    "POST cases:second_review_withdraw": "sign 403 403 404 404 403 403 404",
    "GET cases:second_review_draw": "sign 403 403 404 404 404 404 404",
    # Figures beside each other, and those that were published without cases
    "GET cases:compare": SIGNED_IN,
    "GET cases:compare_matrix": SIGNED_IN,
    "GET cases:export_matrix": SIGNED_IN,
    "GET cases:compare_national": SIGNED_IN,
    "GET cases:export_national": SIGNED_IN,
    "GET cases:compare_series": SIGNED_IN,
    "GET cases:export_series": SIGNED_IN,
    "GET cases:published_results": SIGNED_IN,
    "GET cases:published_result_new": "sign 403 403 403 in in 403 403",
    "POST cases:published_result_new": "sign 403 403 403 in in 403 403",
    "GET cases:published_result": "sign 403 403 403 in in 403 403",
    "POST cases:published_result": "sign 403 403 403 in in 403 403",
    "GET cases:published_result_withdraw": "sign 403 403 403 in in 403 403",
    "POST cases:published_result_withdraw": "sign 403 403 403 in in 403 403",
    # Judgments. That of the inspection is a draft, which its reviewer wrote.
    "GET judgments:home": SIGNED_IN,
    "GET judgments:cycle": SIGNED_IN,
    "GET judgments:to_moderate": "sign 403 403 403 in in 403 403",
    "GET judgments:export_cycle": SIGNED_IN,
    "GET judgments:force": SIGNED_IN,
    "GET judgments:inspection": "sign in in 404 in in in in",
    "GET judgments:areas": "sign 403 403 404 in 403 403 403",
    "POST judgments:areas": "sign 403 403 404 in 403 403 403",
    "GET judgments:publish_all": "sign 403 403 404 in 403 403 403",
    "POST judgments:publish_all": "sign 403 403 404 in 403 403 403",
    "GET judgments:draft": "sign in in 404 in 403 403 403",
    "POST judgments:draft": "sign in in 404 in 403 403 403",
    "GET judgments:judgment": "sign in in 404 in in in 404",
    "GET judgments:revise": "sign in in 404 in 403 403 404",
    "POST judgments:revise": "sign in in 404 in 403 403 404",
    "POST judgments:propose": "sign in in 404 in 403 403 404",
    "POST judgments:moderate": "sign 403 403 404 in in 403 404",
    "GET judgments:send_back": "sign 403 403 404 in in 403 404",
    "POST judgments:send_back": "sign 403 403 404 in in 403 404",
    "POST judgments:confirm": "sign 403 403 404 in 403 403 404",
    "GET judgments:publish": "sign 403 403 404 in 403 403 404",
    "POST judgments:publish": "sign 403 403 404 in 403 403 404",
    "GET judgments:step_back": "sign 403 403 404 in 403 403 404",
    "POST judgments:step_back": "sign 403 403 404 in 403 403 404",
    "GET judgments:withdraw": "sign 403 403 404 in 403 403 404",
    "POST judgments:withdraw": "sign 403 403 404 in 403 403 404",
    "GET judgments:take_up_again": "sign 403 403 404 in 403 403 404",
    "POST judgments:take_up_again": "sign 403 403 404 in 403 403 404",
    "GET judgments:reissue": "sign 403 403 404 in 403 403 404",
    "POST judgments:reissue": "sign 403 403 404 in 403 403 404",
    # The evidence log, with one file.
    "GET judgments:evidence_log": "sign in in 404 in in in 403",
    "GET judgments:evidence_new": "sign in in 404 in 403 403 403",
    "POST judgments:evidence_new": "sign in in 404 in 403 403 403",
    "GET judgments:export_evidence": "sign 403 403 404 in in 403 403",
    "GET judgments:evidence": "sign in in 404 in in in 403",
    "GET judgments:evidence_revise": "sign in in 404 in 403 403 403",
    "POST judgments:evidence_revise": "sign in in 404 in 403 403 403",
    "GET judgments:evidence_withdraw": "sign in in 404 in 403 403 403",
    "POST judgments:evidence_withdraw": "sign in in 404 in 403 403 403",
    "GET judgments:evidence_put_back": "sign in in 404 in 403 403 403",
    "POST judgments:evidence_put_back": "sign in in 404 in 403 403 403",
    "POST judgments:attach": "sign in in 404 in 403 403 403",
    "GET judgments:attachment": "sign in in 404 in in in 404",
    "GET judgments:attachment_withdraw": "sign in in 404 in 403 403 404",
    "POST judgments:attachment_withdraw": "sign in in 404 in 403 403 404",
    "GET judgments:attachment_put_back": "sign in in 404 in 403 403 404",
    "POST judgments:attachment_put_back": "sign in in 404 in 403 403 404",
    # Reports: the version that is published, and the draft
    "GET judgments:report": "sign in in 404 in in in in",
    "GET judgments:report_draft": "sign in in 404 in in in 403",
    "GET judgments:report_draft_download": "sign in in 404 in in in 403",
    "GET judgments:report_summary": "sign in in 404 in 403 403 403",
    "POST judgments:report_summary": "sign in in 404 in 403 403 403",
    "GET judgments:report_publish": "sign 403 403 404 in 403 403 403",
    "POST judgments:report_publish": "sign 403 403 404 in 403 403 403",
    "GET judgments:report_erratum": "sign 403 403 404 in 403 403 403",
    "POST judgments:report_erratum": "sign 403 403 404 in 403 403 403",
    "GET judgments:findings": "sign in in 404 in in in 403",
    "GET judgments:export_findings": "sign in in 404 in in in 403",
    "POST judgments:preview": "sign in in 404 in in in 403",
    "GET judgments:figures": "sign in in 404 in in in 403",
    "GET judgments:insert_figure": "sign in in 404 in in in 403",
    "POST judgments:accept_figures": "sign in in 404 in 403 403 403",
    "POST judgments:use_token": "sign in in 404 in 403 403 403",
    "GET judgments:finding_new": "sign in in 404 in 403 403 403",
    "POST judgments:finding_new": "sign in in 404 in 403 403 403",
    "GET judgments:finding": "sign in in 404 in in in 404",
    "GET judgments:finding_version": "sign in in 404 in in in 404",
    "GET judgments:finding_edit": "sign in in 404 in 403 403 404",
    "POST judgments:finding_edit": "sign in in 404 in 403 403 404",
    "POST judgments:finding_move": "sign in in 404 in 403 403 404",
    "GET judgments:finding_withdraw": "sign in in 404 in 403 403 404",
    "POST judgments:finding_withdraw": "sign in in 404 in 403 403 404",
    "GET judgments:finding_put_back": "sign in in 404 in 403 403 404",
    "POST judgments:finding_put_back": "sign in in 404 in 403 403 404",
    "GET judgments:practice_new": "sign in in 404 in 403 403 403",
    "POST judgments:practice_new": "sign in in 404 in 403 403 403",
    "GET judgments:practice": "sign in in 404 in in in 404",
    "GET judgments:practice_version": "sign in in 404 in in in 404",
    "GET judgments:practice_edit": "sign in in 404 in 403 403 404",
    "POST judgments:practice_edit": "sign in in 404 in 403 403 404",
    "POST judgments:practice_move": "sign in in 404 in 403 403 404",
    "GET judgments:practice_withdraw": "sign in in 404 in 403 403 404",
    "POST judgments:practice_withdraw": "sign in in 404 in 403 403 404",
    "GET judgments:practice_put_back": "sign in in 404 in 403 403 404",
    "POST judgments:practice_put_back": "sign in in 404 in 403 403 404",
    "GET judgments:register": SIGNED_IN,
    "GET judgments:export_register": SIGNED_IN,
    "GET judgments:actions": "sign in in 404 in in in in",
    "GET judgments:action_new": "sign in in 404 in 403 403 403",
    "POST judgments:action_new": "sign in in 404 in 403 403 403",
    "GET judgments:actions_printed": "sign 403 403 404 in in 403 403",
    "POST judgments:actions_printed": "sign 403 403 404 in in 403 403",
    "GET judgments:follow_up": "sign in in 404 in in in in",
    "GET judgments:follow_up_answer": "sign in in 404 in 403 403 403",
    "POST judgments:follow_up_answer": "sign in in 404 in 403 403 403",
    "GET judgments:action": "sign in in 404 in in in 404",
    "GET judgments:recommendation_new": "sign in in 404 in 403 403 404",
    "POST judgments:recommendation_new": "sign in in 404 in 403 403 404",
    "GET judgments:action_revise": "sign in in 404 in 403 403 404",
    "POST judgments:action_revise": "sign in in 404 in 403 403 404",
    "GET judgments:action_correct": "sign 403 403 404 in 403 403 404",
    "POST judgments:action_correct": "sign 403 403 404 in 403 403 404",
    "GET judgments:action_withdraw": "sign in in 404 in 403 403 404",
    "POST judgments:action_withdraw": "sign in in 404 in 403 403 404",
    "GET judgments:action_take_up_again": "sign in in 404 in 403 403 404",
    "POST judgments:action_take_up_again": "sign in in 404 in 403 403 404",
    "GET judgments:action_publish_early": "sign 403 403 404 in 403 403 404",
    "POST judgments:action_publish_early": "sign 403 403 404 in 403 403 404",
    "POST judgments:action_status": "sign in in 403 in in 403 403",
    "GET api:action-list": API,
    "POST api:action-list": API,
    "GET api:action-detail": "401 in in 404 in in in 404",
    "POST api:action-revise": "401 in in 404 in 403 403 404",
    "POST api:action-correct": "401 403 403 404 in 403 403 404",
    "POST api:action-withdraw": "401 in in 404 in 403 403 404",
    "POST api:action-take-up-again": "401 in in 404 in 403 403 404",
    "POST api:action-publish-early": "401 403 403 404 in 403 403 404",
    "GET api:action-register": API,
    "POST api:action-register": "401 in in 403 in in 403 403",
    "GET api:inspection-follow-ups": "401 in in 404 in in in in",
    "POST api:inspection-follow-ups": "401 in in 404 in 403 403 403",
    # Figures of an open sample
    "GET cases:results_list": SIGNED_IN,
    "GET cases:results": "sign 403 403 404 in in in 404",
    "GET cases:measure": "sign 403 403 404 in in in 404",
    "GET cases:cases_behind": "sign 403 403 404 in in in 404",
    "GET cases:export_results": "sign 403 403 404 in in in 404",
    "GET cases:export_measure": "sign 403 403 404 in in in 404",
    "GET cases:export_answers": "sign 403 403 404 in in 403 404",
    "GET cases:data_pack": "sign 403 403 404 in in 403 404",
    "POST cases:data_pack": "sign 403 403 404 in in 403 404",
    "GET cases:agreement": "sign 403 403 404 in in in 404",
    "GET cases:export_agreement": "sign 403 403 404 in in in 404",
    "GET cases:population": "sign 403 403 404 in 403 403 404",
    "POST cases:population": "sign 403 403 404 in 403 403 404",
    "GET cases:sign_off": "sign 403 403 404 in 403 403 404",
    "POST cases:sign_off": "sign 403 403 404 in 403 403 404",
    # The API
    "GET api:schema": API,
    "GET api:docs": API,
    "GET api:force-list": API,
    "GET api:force-detail": API,
    "GET api:inspection-list": API,
    "GET api:indicator-list": API,
    "GET api:indicator-detail": API,
    "GET api:indicator-figures": API,
    "GET api:force-figures": API,
    "GET api:force-disproportionality": API,
    "GET api:force-list-list": API,
    "GET api:force-list-detail": "401 in in in in in in 404",
    "GET api:force-value-list": API,
    "GET api:inspection-detail": "401 in in 404 in in in in",
    "GET api:sample-list": API,
    "GET api:sample-detail": "401 in in 404 in in in 404",
    "GET api:sample-results": "401 403 403 404 in in in 404",
    "GET api:sample-draws": "401 403 403 404 in in in 404",
    "GET api:sample-draw": "401 403 403 404 in in in 404",
    "GET api:sample-ledger": "401 403 403 404 in in in 404",
    "GET api:sampling-plan-list": API,
    "GET api:sampling-plan-detail": "401 404 404 404 in in in 404",
    "GET api:sample-agreement": "401 403 403 404 in in in 404",
    "GET api:stored-figure-list": API,
    "GET api:comparison": API,
    "GET api:series": API,
    "GET api:published-result-list": API,
    "POST api:published-result-list": "401 403 403 403 in in 403 403",
    "GET api:published-result-detail": API,
    "POST api:published-result-correct": "401 403 403 403 in in 403 403",
    "POST api:published-result-withdraw": "401 403 403 403 in in 403 403",
    "GET api:framework-list": API,
    "GET api:framework-detail": API,
    "GET api:inspection-areas": "401 in in 404 in in in in",
    "GET api:cycle-grades": API,
    "GET api:force-grades": API,
    "POST api:publish-judgments": "401 403 403 404 in 403 403 403",
    "GET api:judgment-list": API,
    "POST api:judgment-list": API,
    "GET api:judgment-detail": "401 in in 404 in in in 404",
    "POST api:judgment-revise": "401 in in 404 in 403 403 404",
    "POST api:judgment-propose": "401 in in 404 in 403 403 404",
    "POST api:judgment-moderate": "401 403 403 404 in in 403 404",
    "POST api:judgment-send-back": "401 403 403 404 in in 403 404",
    "POST api:judgment-confirm": "401 403 403 404 in 403 403 404",
    "POST api:judgment-publish": "401 403 403 404 in 403 403 404",
    "POST api:judgment-step-back": "401 403 403 404 in 403 403 404",
    "POST api:judgment-withdraw": "401 403 403 404 in 403 403 404",
    "POST api:judgment-take-up-again": "401 403 403 404 in 403 403 404",
    "POST api:judgment-reissue": "401 403 403 404 in 403 403 404",
    "GET api:inspection-figures": "401 in in 404 in in in 403",
    "GET api:figure-choices": "401 in in 404 in in in 403",
    "POST api:accept-figures": "401 in in 404 in 403 403 403",
    "POST api:use-token": "401 in in 404 in 403 403 403",
    "GET api:finding-list": API,
    "POST api:finding-list": API,
    "GET api:finding-detail": "401 in in 404 in in in 404",
    "GET api:finding-editions": "401 in in 404 in in in 404",
    "POST api:finding-revise": "401 in in 404 in 403 403 404",
    "POST api:finding-move": "401 in in 404 in 403 403 404",
    "POST api:finding-withdraw": "401 in in 404 in 403 403 404",
    "POST api:finding-put-back": "401 in in 404 in 403 403 404",
    "GET api:practice-list": API,
    "POST api:practice-list": API,
    "GET api:practice-detail": "401 in in 404 in in in 404",
    "GET api:practice-editions": "401 in in 404 in in in 404",
    "POST api:practice-revise": "401 in in 404 in 403 403 404",
    "POST api:practice-move": "401 in in 404 in 403 403 404",
    "POST api:practice-withdraw": "401 in in 404 in 403 403 404",
    "POST api:practice-put-back": "401 in in 404 in 403 403 404",
    "GET api:report-draft": "401 in in 404 in in in 403",
    "GET api:report-versions": "401 in in 404 in in in in",
    "POST api:report-versions": "401 403 403 404 in 403 403 403",
    "POST api:report-errata": "401 403 403 404 in 403 403 403",
    "GET api:evidence-list": API,
    "POST api:evidence-list": API,
    "GET api:evidence-detail": "401 in in 404 in in in 404",
    "POST api:evidence-revise": "401 in in 404 in 403 403 404",
    "POST api:evidence-withdraw": "401 in in 404 in 403 403 404",
    "POST api:evidence-put-back": "401 in in 404 in 403 403 404",
    "POST api:evidence-attach": "401 in in 404 in 403 403 404",
    "GET api:attachment-detail": "401 in in 404 in in in 404",
    "GET api:attachment-content": "401 in in 404 in in in 404",
    "POST api:attachment-withdraw": "401 in in 404 in 403 403 404",
    "POST api:attachment-put-back": "401 in in 404 in 403 403 404",
    "GET api:case-file-list": API,
    "GET api:case-file-detail": "401 in 404 404 in in in 404",
    "GET api:review-list": API,
    "GET api:review-detail": "401 in 404 404 in in in 404",
    "POST api:review-record": "401 in 404 404 403 403 403 404",
    "GET api:decision-list": API,
    "GET api:decision-detail": "401 404 404 404 in in in 404",
    "GET api:answer-list": API,
    "GET api:answer-detail": "401 in 404 404 in in in 404",
}

# The same, of a judgment that is published.
ACCESS_PUBLISHED = {
    "GET judgments:inspection": SIGNED_IN,
    "GET judgments:judgment": SIGNED_IN,
    "GET judgments:revise": "sign in in 403 in 403 403 403",
    "POST judgments:propose": "sign in in 403 in 403 403 403",
    "POST judgments:moderate": "sign 403 403 403 in in 403 403",
    "GET judgments:reissue": "sign 403 403 403 in 403 403 403",
    "POST judgments:reissue": "sign 403 403 403 in 403 403 403",
    "GET api:judgment-detail": API,
    "POST api:judgment-reissue": "401 403 403 403 in 403 403 403",
    # What was written on the way stays with those who wrote it.
    "GET judgments:findings": "sign in in 404 in in in 403",
    "GET judgments:finding": "sign in in 404 in in in 404",
    "GET judgments:finding_new": "sign in in 404 in 403 403 403",
    "GET api:finding-detail": "401 in in 404 in in in 404",
}

# The same, of an inspection whose report is published, and no judgment of it.
ACCESS_REPORTED = {
    "GET judgments:inspection": SIGNED_IN,
    "GET judgments:report": SIGNED_IN,
    "GET judgments:report_version": SIGNED_IN,
    "GET judgments:report_download": SIGNED_IN,
    "GET api:report-versions": API,
    "GET api:report-version": API,
    "GET api:report-file": API,
    "GET judgments:actions": SIGNED_IN,
    "GET judgments:follow_up": SIGNED_IN,
    "GET api:inspection-follow-ups": API,
    "GET api:inspection-areas": API,
    # The draft, and what leads to it, stay with those who work on it.
    "GET judgments:judgment": "sign in in 404 in in in 404",
    "GET judgments:draft": "sign in in 403 in 403 403 403",
    "GET judgments:areas": "sign 403 403 403 in 403 403 403",
    "GET judgments:findings": "sign in in 404 in in in 403",
    "GET judgments:report_draft": "sign in in 404 in in in 403",
    "GET judgments:report_draft_download": "sign in in 404 in in in 403",
    "POST judgments:report_summary": "sign in in 404 in 403 403 403",
    "GET judgments:report_erratum": "sign 403 403 404 in 403 403 403",
    "POST judgments:report_erratum": "sign 403 403 404 in 403 403 403",
    "GET api:report-draft": "401 in in 404 in in in 403",
    "POST api:report-errata": "401 403 403 404 in 403 403 403",
}

# The same, of a sample that is signed off.
ACCESS_SIGNED_OFF = {
    "GET cases:results": "sign in in 404 in in in in",
    "GET cases:measure": "sign in in 404 in in in in",
    "GET cases:cases_behind": "sign 403 403 404 in in in 403",
    "GET cases:export_results": "sign in in 404 in in in in",
    "GET cases:export_measure": "sign in in 404 in in in in",
    "GET cases:export_revision": "sign in in 404 in in in in",
    "GET cases:export_answers": "sign 403 403 404 in in 403 403",
    "GET cases:data_pack": "sign 403 403 404 in in 403 403",
    "POST cases:data_pack": "sign 403 403 404 in in 403 403",
    "GET cases:agreement": "sign 403 403 404 in in in 403",
    "GET cases:export_agreement": "sign 403 403 404 in in in 403",
    "GET cases:overrides": "sign 403 403 404 in in in 403",
    "GET cases:export_overrides": "sign 403 403 404 in in 403 403",
    "GET cases:moderate": "sign 403 404 404 in in in 404",
    "POST cases:moderate_decide": "sign 403 404 404 in 403 403 404",
    "GET cases:revision": "sign in in 404 in in in in",
    "GET cases:population": "sign 403 403 404 in 403 403 403",
    "GET cases:reopen": "sign 403 403 404 in 403 403 403",
    "POST cases:reopen": "sign 403 403 404 in 403 403 403",
    "GET cases:sample": "sign 403 403 404 in in in 403",
    "GET cases:comments": "sign in in 404 in in in 403",
    "GET cases:case_file": "sign in 404 404 in in in 404",
    "GET cases:review": "sign in 404 404 in in in 404",
    "POST cases:save_answer": "sign in 404 404 403 403 403 404",
    "GET api:sample-results": "401 in in 404 in in in in",
    "GET api:sample-agreement": "401 403 403 404 in in in 403",
    "GET api:answer-detail": "401 in 404 404 in in in 404",
}


OF_A_LIST = (
    "forces:submission", "forces:accept_list", "forces:reject_list", "forces:reopen_list",
    "api:force-list-detail",
)  # fmt: skip
OF_A_FORCE = ("forces:force_data", "forces:import_list", "forces:list_template")
STEPS = ("propose", "moderate", "send_back", "confirm", "publish", "step_back", "withdraw",
         "take_up_again", "revise", "reissue")  # fmt: skip
OF_A_JUDGMENT = (
    "judgments:judgment",
    "api:judgment-detail",
    *(f"judgments:{step}" for step in STEPS),
    *(f"api:judgment-{step.replace('_', '-')}" for step in STEPS),
)
OF_ALL_FORCES = {"forces:forces", "forces:inspections", "forces:indicators", "forces:lists"}
OF_AN_ENTRY = {"cases:plan_entry_new", "cases:plan_entry", "cases:plan_arrange"}
OF_AN_EXTRACT = OF_AN_ENTRY | {
    f"cases:{name}"
    for name in (
        "extract", "extract_progress", "extract_columns", "extract_rejected", "extract_discard",
        "extract_again", "plan", "plan_frame", "plan_use", "plan_save", "draw_check",
    )
}  # fmt: skip


@dataclass
class World:
    """One inspection with its people, a file under review, a file that waits, and a draw."""

    people: dict[str, User]
    cookies: dict[str, SimpleCookie]
    sample: Sample
    review: Review
    submitted: Review
    comment: Comment
    notice: Notice
    token: Token
    draw: Draw
    plan: SamplingPlan
    extract: Extract
    exercise: Review
    published: PublishedResult
    data: Submission
    judgment: Judgment
    attachment: Attachment
    finding: Finding
    practice: Practice
    cause: Action
    earlier: Action

    @property
    def reference(self) -> int:
        return self.exercise.case_file.issued.reference_file_id

    @property
    def calibration_round(self) -> int:
        return self.exercise.case_file.sample.calibration_round.pk

    def arguments(self, name: str) -> dict[str, Any]:
        """What the address of ``name`` takes, for this inspection."""
        inspection = self.sample.inspection
        in_sample = {"inspection": inspection.slug, "sample": self.sample.slug}
        in_drawn = {"inspection": inspection.slug, "sample": self.draw.sample.slug}
        of_measure = {"checklist": "small", "measure": "effective"}
        review = self.submitted if name in {"cases:accept", "cases:return"} else self.review
        by_name: dict[str, dict[str, Any]] = {
            "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
            "accounts:revoke_token": {"pk": self.token.pk},
            "checklists:version": {"pk": self.sample.version_id},
            "force_data:indicator": {"code": "calls_999"},
            "force_data:export": {"code": "calls_999", "kind": "csv"},
            "force_data:disproportionality": {"slug": inspection.force.slug},
            "force_data:export_disproportionality": {"slug": inspection.force.slug, "kind": "csv"},
            "forces:ask_about": {"pk": self.data.values.get().pk},
            "forces:answer_query": {"pk": self.data.queries.get().pk},
            **{address: {"pk": self.data.pk} for address in OF_A_LIST},
            **{address: {"slug": inspection.force.slug} for address in OF_A_FORCE},
            "forces:remove_member": {
                "slug": inspection.slug,
                "pk": inspection.members.get(user=self.people["colleague"]).pk,
            },
            "cases:inspection": {"inspection": inspection.slug},
            "cases:sample_new": {"inspection": inspection.slug},
            "cases:hand_over": {"inspection": inspection.slug},
            "cases:measure": {**in_sample, "measure": "effective"},
            "cases:cases_behind": {**in_sample, "measure": "effective", "part": "numerator"},
            "cases:export_results": {**in_sample, "kind": "csv"},
            "cases:export_answers": {**in_sample, "kind": "csv"},
            "cases:export_measure": {**in_sample, "measure": "effective", "kind": "csv"},
            "cases:revision": {**in_sample, "revision": 1},
            **{address: {"pk": self.judgment.pk} for address in OF_A_JUDGMENT},
            "judgments:cycle": {"cycle": inspection.cycle.slug},
            "judgments:export_cycle": {"cycle": inspection.cycle.slug, "kind": "csv"},
            "judgments:force": {"force": inspection.force.slug},
            "judgments:inspection": {"inspection": inspection.slug},
            "judgments:areas": {"inspection": inspection.slug},
            "judgments:publish_all": {"inspection": inspection.slug},
            "judgments:draft": {"inspection": inspection.slug, "area": "responding"},
            "judgments:findings": {"inspection": inspection.slug},
            "judgments:export_findings": {"inspection": inspection.slug, "kind": "csv"},
            **addresses_of_evidence(self.attachment),
            **addresses_of_report(inspection),
            "judgments:preview": {"inspection": inspection.slug},
            "api:inspection-figures": {"inspection": inspection.slug},
            "api:figure-choices": {"inspection": inspection.slug},
            "api:accept-figures": {"inspection": inspection.slug},
            "api:use-token": {"inspection": inspection.slug},
            "judgments:figures": {"inspection": inspection.slug},
            "judgments:insert_figure": {"inspection": inspection.slug},
            "judgments:accept_figures": {"inspection": inspection.slug},
            "judgments:use_token": {"inspection": inspection.slug},
            **addresses_of(self.finding),
            **addresses_of_actions(self.cause, self.earlier),
            **addresses_of(self.practice),
            "api:framework-detail": {"cycle": inspection.cycle.slug},
            "api:inspection-areas": {"inspection": inspection.slug},
            "api:publish-judgments": {"inspection": inspection.slug},
            "api:cycle-grades": {"cycle": inspection.cycle.slug},
            "api:force-grades": {"force": inspection.force.slug},
            "cases:compare_matrix": {"cycle": inspection.cycle.slug},
            "cases:export_matrix": {"cycle": inspection.cycle.slug, "kind": "csv"},
            "cases:compare_national": {**of_measure, "cycle": inspection.cycle.slug},
            "cases:export_national": {**of_measure, "cycle": inspection.cycle.slug, "kind": "svg"},
            "cases:compare_series": {**of_measure, "force": inspection.force.slug},
            "cases:export_series": {**of_measure, "force": inspection.force.slug, "kind": "png"},
            "api:comparison": {**of_measure, "cycle": inspection.cycle.slug},
            "api:series": {**of_measure, "force": inspection.force.slug},
            "cases:published_result": {"pk": self.published.pk},
            "cases:published_result_withdraw": {"pk": self.published.pk},
            "api:published-result-detail": {"pk": self.published.pk},
            "api:published-result-correct": {"pk": self.published.pk},
            "api:published-result-withdraw": {"pk": self.published.pk},
            "cases:export_revision": {**in_sample, "revision": 1, "kind": "csv"},
            "cases:second_review_withdraw": {**in_sample, "pk": review.pk},
            "cases:second_review_draw": {**in_sample, "revision": 1},
            "cases:reply_to_comment": {"pk": self.comment.pk},
            "cases:resolve_comment": {"pk": self.comment.pk},
            "cases:reopen_comment": {"pk": self.comment.pk},
            "cases:notice": {"pk": self.notice.pk},
            "cases:mark_read": {"pk": self.notice.pk},
            "cases:sampling_plan": {"slug": self.plan.slug},
            "cases:plan_discard": {"slug": self.plan.slug},
            "cases:reference_file": {"pk": self.reference},
            "cases:retire_reference_file": {"pk": self.reference},
            "cases:practise": {"pk": self.reference},
            "cases:round": {"pk": self.calibration_round},
            "cases:round_export": {"pk": self.calibration_round},
            "cases:round_end": {"pk": self.calibration_round},
            "cases:round_new": {"inspection": inspection.slug},
            "cases:exercise": {"pk": self.exercise.pk},
            "api:sample-agreement": in_sample,
            "api:sample-draws": in_drawn,
            "api:sample-draw": {**in_drawn, "revision": self.draw.revision},
            "api:sample-ledger": in_drawn,
            "api:sampling-plan-detail": {"slug": self.plan.slug},
            "api:force-detail": {"slug": inspection.force.slug},
            "api:indicator-detail": {"code": "calls_999"},
            "api:indicator-figures": {"code": "calls_999"},
            "api:force-figures": {"slug": inspection.force.slug},
            "api:force-disproportionality": {"slug": inspection.force.slug},
            "api:inspection-detail": {"slug": inspection.slug},
            "api:decision-detail": {"pk": self.review.case_file.decisions.get().pk},
            "api:answer-detail": {"pk": self.review.answers.get().pk},
        }
        if name in by_name:
            return by_name[name]
        if name.startswith("cases:draw") and name != "cases:draw_check":
            kind = {"kind": "json"} if name == "cases:draw_export" else {}
            return {**in_drawn, "revision": self.draw.revision, **kind}
        if name in OF_AN_EXTRACT:
            kind = {"kind": "strata"} if name in OF_AN_ENTRY else {}
            place = {"place": 0} if name in OF_AN_ENTRY - {"cases:plan_entry_new"} else {}
            return {**in_sample, "pk": self.extract.pk, **kind, **place}
        if name.startswith("forces:") and name not in OF_ALL_FORCES:
            return {"slug": inspection.slug}
        if name.startswith("cases:moderate"):
            return {"pk": review.case_file_id}
        if name in {"cases:case_file", "cases:eliminate", "cases:restore", "api:case-file-detail"}:
            return {"pk": review.case_file_id}
        takes_review = {
            "review", "reference_file_new", "save_answer", "save_answers", "submit", "accept",
            "return", "step_back",
            "comment", "current_answers",
        }  # fmt: skip
        if name.removeprefix("cases:") in takes_review or name.startswith("api:review-"):
            return {} if name == "api:review-list" else {"pk": review.pk}
        return in_sample if needs_sample(name) else {}


def needs_sample(name: str) -> bool:
    return name in {"api:sample-detail", "api:sample-results"} or name.removeprefix("cases:") in {
        "sample", "import_files", "import_template", "import_problems", "allocate", "share_files",
        "balance", "results", "comments", "data_pack",
        "sign_off", "reopen", "extract_upload", "agreement", "export_agreement",
        "overrides", "export_overrides", "population", "second_reviews", "second_reviews_draw",
        "second_reviews_pick", "second_reviews_allocate",
    }  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with shared_rows(django_db_blocker, build_world) as built:
        yield built


@pytest.fixture
def world(built: World, db: None) -> World:
    # Who discards an extract removes its file, and no rollback brings that back.
    held_extracts.rejected_of(built.extract.folder).write_bytes(gzip.compress(b"Row"))
    return deepcopy(built)


def build_world() -> World:
    people = {
        "reviewer": InspectorFactory.create(),
        "colleague": InspectorFactory.create(),
        "outsider": InspectorFactory.create(),
        "lead": SupervisorFactory.create(),
        "supervisor": SupervisorFactory.create(),
        "administrator": AdministratorFactory.create(),
        "observer": ObserverFactory.create(),
    }
    inspection = InspectionFactory.create(lead=people["lead"])
    for name in ("reviewer", "colleague"):
        TeamMemberFactory.create(inspection=inspection, user=people[name])
    TeamMemberFactory.create(user=people["outsider"])
    sample = SampleFactory.create(inspection=inspection)
    review = ReviewFactory.create(sample=sample, reviewer=people["reviewer"])
    answer = AnswerFactory.create(review=review)
    Decision.objects.create(
        case_file=review.case_file, question=answer.question, revision=1, chose=Choice.FIRST,
        value="yes", reason="The log says so.", by=people["lead"],
    )  # fmt: skip
    extract = ExtractFactory.create(sample=sample, uploaded_by=people["lead"])
    judgment = drafted_judgment(inspection, people["reviewer"], people["lead"])
    return World(
        people=people,
        cookies={name: signed_in(person) for name, person in people.items()}
        | {"nobody": SimpleCookie()},
        sample=sample,
        review=review,
        submitted=ReviewFactory.create(
            sample=sample, reviewer=people["reviewer"], state=ReviewState.SUBMITTED
        ),
        comment=Comment.objects.create(review=review, text="Look again.", by=people["lead"]),
        notice=Notice.objects.create(
            person=people["reviewer"],
            kind="returned",
            by=people["lead"],
            sample=sample,
            review=review,
        ),
        token=account_actions.create_token(by=people["reviewer"], name="Reports")[0],
        extract=extract,
        draw=DrawStratumFactory.create(
            draw__sample__inspection=inspection, draw__plan=extract.plan
        ).draw,
        plan=SamplingPlanFactory.create(created_by=people["lead"]),
        exercise=submitted_exercise(sample, people["reviewer"], people["lead"]),
        published=PublishedResult.objects.create(
            inspection=inspection,
            checklist="small",
            sample="small",
            code="effective",
            percent=1,
            starts=date(2023, 1, 1),
            ends=date(2023, 12, 31),
            source="A report",
            by=people["lead"],
        ),
        data=queried_list(inspection.force),
        judgment=judgment,
        attachment=attached_file(judgment.area, people["reviewer"]),
        finding=passages.write(Finding, area=judgment.area, wording=PROMPT, by=people["reviewer"]),
        practice=passages.write(Practice, area=judgment.area, wording=SHARED, by=people["lead"]),
        cause=drafted_cause(judgment.area, people["reviewer"]),
        earlier=published_action(earlier_inspection(inspection, people["lead"]), people["lead"]),
    )


def attached_file(area: InspectionArea, by: User) -> Attachment:
    gathered = replace(SEEN, bearings={area.area.code: "weakens"})
    evidence = record_with_files(
        inspection=area.inspection, gathered=gathered, uploads=[upload()], by=by
    )
    return evidence.attachments.get()


def addresses_of_evidence(attachment: Attachment) -> dict[str, dict[str, Any]]:
    """What the addresses of the evidence log take."""
    evidence = attachment.evidence
    log = {"inspection": evidence.inspection.slug}
    one = {**log, "number": evidence.number}
    acts = ("evidence", "evidence_revise", "evidence_withdraw", "evidence_put_back", "attach")
    of_the_file = ("attachment", "attachment_withdraw", "attachment_put_back")
    api_acts = ("detail", "revise", "withdraw", "put-back", "attach", "content")
    return {
        "judgments:evidence_log": log,
        "judgments:evidence_new": log,
        "judgments:export_evidence": {**log, "kind": "csv"},
        **{f"judgments:{act}": one for act in acts},
        **{f"judgments:{act}": {"pk": attachment.pk} for act in of_the_file},
        **{f"api:evidence-{act}": {"pk": evidence.pk} for act in api_acts},
        **{f"api:attachment-{act}": {"pk": attachment.pk} for act in api_acts},
    }


def addresses_of_report(inspection: Inspection) -> dict[str, dict[str, Any]]:
    """What the addresses of a report take."""
    report = {"inspection": inspection.slug}
    version = {**report, "number": 1}
    pages = ("report", "report_draft", "report_summary", "report_publish", "report_erratum")
    return {
        **{f"judgments:{page}": report for page in pages},
        **{f"api:report-{part}": report for part in ("draft", "versions", "errata")},
        "api:report-version": version,
        "api:report-file": {**version, "ending": "json"},
        "judgments:report_version": version,
        "judgments:report_download": {**version, "ending": "json"},
        "judgments:report_draft_download": {**report, "ending": "json"},
    }


def addresses_of(passage: Finding | Practice) -> dict[str, dict[str, Any]]:
    """What the addresses of findings, or of practice, take."""
    start, one = f"judgments:{passage.noun}", {"pk": passage.pk}
    inspection = passage.area.inspection.slug
    steps = ("edit", "move", "withdraw", "put_back")
    api_steps = ("detail", "editions", "revise", "move", "withdraw", "put-back")
    return {
        start: one,
        f"{start}_new": {"inspection": inspection, "area": "responding"},
        f"{start}_version": {**one, "edition": 1},
        **{f"{start}_{step}": one for step in steps},
        **{f"api:{passage.noun}-{step}": one for step in api_steps},
    }


def addresses_of_actions(cause: Action, earlier: Action) -> dict[str, dict[str, Any]]:
    """What the addresses of a drafted cause of concern take, and of an earlier action."""
    inspection = {"inspection": cause.area.inspection.slug}
    acts = ("revise", "correct", "withdraw", "take_up_again", "publish_early")
    pages = ("actions", "action_new", "actions_printed", "follow_up")
    return {
        **{f"judgments:{page}": inspection for page in pages},
        **{f"judgments:action_{act}": {"pk": cause.pk} for act in acts},
        "judgments:action": {"pk": cause.pk},
        "judgments:recommendation_new": {"pk": cause.pk},
        "judgments:action_status": {"pk": earlier.pk},
        **{f"api:action-{act.replace('_', '-')}": {"pk": cause.pk} for act in (*acts, "detail")},
        "api:action-register": {"pk": earlier.pk},
        "api:inspection-follow-ups": inspection,
        "judgments:follow_up_answer": {**inspection, "pk": earlier.pk},
        "judgments:export_register": {"kind": "csv"},
    }


def signed_in(person: User) -> SimpleCookie:
    client = Client()
    client.force_login(person)
    return client.cookies


def drafted_judgment(inspection: Inspection, author: User, lead: User) -> Judgment:
    """A draft of the only area that the inspection covers."""
    load_framework(source=SMALL.replace("2023-25", inspection.cycle.slug), by=None)
    set_areas(inspection=inspection, treatments={"responding": "graded"}, by=lead)
    area = InspectionArea.objects.get(inspection=inspection)
    return judging.draft(area=area, opinion=GOOD, by=author)


def published(world: World) -> World:
    judgment = Judgment.objects.get(pk=world.judgment.pk)
    judging.propose(judgment=judgment, by=world.people["reviewer"])
    judging.moderate(judgment=judgment, by=SupervisorFactory.create())
    judging.confirm(judgment=judgment, by=world.people["lead"])
    world.judgment = judging.publish(judgment=judgment, by=world.people["lead"])
    return world


def queried_list(force: Force) -> Submission:
    """A list of the force with one value, about which somebody has asked."""
    value = SubmittedValueFactory.create(submission__force=force)
    data_actions.ask(value=value, question="Is this right?", by=None)
    return value.submission


def submitted_exercise(sample: Sample, reviewer: User, lead: User) -> Review:
    """A round of the sample's team with a reference file from another force."""
    source = ReviewFactory.create(reviewer=InspectorFactory.create(), state=ReviewState.ACCEPTED)
    reference = ReferenceFile.objects.create(version=sample.version, source=source, by=lead)
    calibration = SampleFactory.create(inspection=sample.inspection, kind=SampleKind.CALIBRATION)
    CalibrationRound.objects.create(sample=calibration, due=date(2024, 5, 1), by=lead)
    exercise = ReviewFactory.create(
        sample=calibration,
        reviewer=reviewer,
        state=ReviewState.SUBMITTED,
        position=Position.EXERCISE,
        counts=False,
    )
    IssuedFile.objects.create(case_file=exercise.case_file, reference_file=reference)
    return exercise


def signed_off(world: World) -> World:
    Review.objects.update(state=ReviewState.ACCEPTED)
    sign_off(sample=world.sample.pk, by=world.people["lead"], reasons=ALL_THE_SAME)
    world.sample.refresh_from_db()
    return world


ENTRY = {
    "question": "effective",
    "value": "no",
    "note": "",
    "base_revision": 1,
    "keep_personal_data": False,
}


def outcome(response: HttpResponseBase) -> str:
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(reverse("account_login")):
        return "sign"
    if response.status_code in {401, 403, 404, 405}:
        return str(response.status_code)
    assert response.status_code < 500
    if response.streaming:
        # Read to its end, which closes the file that it comes from.
        list(response)
    return "in"


def ask(client: Client, method: str, name: str, arguments: dict[str, Any]) -> HttpResponseBase:
    path = reverse(name, kwargs=arguments)
    if method == "GET":
        return client.get(path)
    if name in {"cases:save_answer", "api:review-record"}:
        return client.post(path, {**ENTRY, "key": str(uuid4())}, "application/json")
    return client.post(path, {})


def outcomes(world: World, line: str) -> str:
    """What happens to each of the people, one after the other, as if each came alone."""
    method, name = line.split()
    arguments = world.arguments(name)
    found = []
    for person in PEOPLE:
        client = Client()
        with transaction.atomic():
            client.cookies = deepcopy(world.cookies[person])
            found.append(outcome(ask(client, method, name, arguments)))
            transaction.set_rollback(True)
    return " ".join(found)


@pytest.mark.parametrize("line", ACCESS)
def test_access(world: World, line: str) -> None:
    assert outcomes(world, line) == ACCESS[line]


@pytest.mark.parametrize("line", ACCESS_PUBLISHED)
def test_access_to_what_is_published(world: World, line: str) -> None:
    assert outcomes(published(world), line) == ACCESS_PUBLISHED[line]


@pytest.mark.parametrize("line", ACCESS_REPORTED)
def test_access_to_a_report(world: World, line: str) -> None:
    a_publication(world.sample.inspection, world.people["lead"])
    assert outcomes(world, line) == ACCESS_REPORTED[line]


@pytest.mark.parametrize("line", ACCESS_SIGNED_OFF)
def test_access_to_what_is_signed_off(world: World, line: str) -> None:
    assert outcomes(signed_off(world), line) == ACCESS_SIGNED_OFF[line]


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern, namespace + inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_has_its_line() -> None:
    placed = {line.split()[1] for line in [*ACCESS, *ACCESS_REPORTED, *ACCESS_SIGNED_OFF]}
    addresses = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert addresses == placed


ADMIN_PAGES = ["admin:index", *(
    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
)]  # fmt: skip


@pytest.mark.parametrize("address", ADMIN_PAGES)
def test_the_administration_is_for_administrators(world: World, address: str) -> None:
    for person, user in world.people.items():
        client = Client()
        client.force_login(user)
        response = client.get(reverse(address))
        if person == "administrator":
            assert response.status_code == 200
        else:
            assert response.status_code in {302, 403}, person


@pytest.mark.parametrize(
    "model",
    [m for m in admin.site._registry if m._meta.app_label in {"cases", "judgments"}],
)
def test_casework_is_read_only_in_the_administration(world: World, model: type[Model]) -> None:
    client = Client()
    client.force_login(world.people["administrator"])
    start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{start}_add")).status_code == 403
    for row in model._default_manager.all()[:1]:
        for page in ("change", "delete"):
            address = reverse(f"{start}_{page}", args=[row.pk])
            assert client.post(address, {"post": "yes"}).status_code == 403
