create table reply_template (
  id uuid primary key,
  key text not null unique,
  -- reply: inserted by an agent; notice: sent by the system at a step
  purpose text not null check (purpose in ('reply', 'notice')),
  title text not null,
  title_en text not null default '',
  subject text not null default '',
  subject_en text not null default '',
  body text not null,
  body_en text not null default '',
  category_key text,
  enabled boolean not null default true,
  sort int not null default 0,
  version int not null default 1,
  updated_at timestamptz not null default now()
);
create index reply_template_purpose on reply_template (purpose, sort, id);

insert into reply_template (id, key, purpose, sort, title, title_en, subject, subject_en, body, body_en) values
('0193b000-0000-7000-8000-000000000001', 'received', 'notice', 10, '收到', 'Received',
 '已收到您的反馈 {{number}}', 'We have your message {{number}}',
 '{{customerName}}，您好：

您的反馈已收到，编号 {{number}}。办到哪一步，随时可以在这里看：
{{trackingUrl}}

想补充内容或图片，也在这个页面写给我们。

{{companyName}}',
 'Hello {{customerName}},

Your feedback is on record under number {{number}}. You can see how far it has come at any time:
{{trackingUrl}}

If you want to add something, write to us on that page.

{{companyName}}'),
('0193b000-0000-7000-8000-000000000002', 'accepted', 'notice', 20, '已受理', 'Accepted',
 '已受理 {{number}}', 'Being handled: {{number}}',
 '{{customerName}}，您好：

编号 {{number}} 已有人接手，正在核实情况。有结果会直接回复您。

查看进度：{{trackingUrl}}

{{companyName}}',
 'Hello {{customerName}},

Somebody has taken up {{number}} and is checking what happened. We will write to you as soon as there is a result.

Follow it: {{trackingUrl}}

{{companyName}}'),
('0193b000-0000-7000-8000-000000000003', 'replied', 'notice', 30, '有新回复', 'Reply',
 '关于 {{number}} 的回复', 'Reply about {{number}}',
 '{{customerName}}，您好：

{{reply}}

您可以在这里回复或补充：{{trackingUrl}}

{{companyName}}',
 'Hello {{customerName}},

{{reply}}

You can answer or add something here: {{trackingUrl}}

{{companyName}}'),
('0193b000-0000-7000-8000-000000000004', 'answered', 'notice', 40, '处理结果', 'Result',
 '{{number}} 的处理结果，请您确认', 'The result of {{number}}: please confirm',
 '{{customerName}}，您好：

编号 {{number}} 已处理，结果如下：

{{reply}}

问题解决了吗？请用一分钟告诉我们：
{{surveyUrl}}

没有解决就直接说，我们会重新办理，编号不变。

{{companyName}}',
 'Hello {{customerName}},

{{number}} has been dealt with. This is the result:

{{reply}}

Is your problem solved? It takes a minute to tell us:
{{surveyUrl}}

If it is not, say so: we open it again under the same number.

{{companyName}}'),
('0193b000-0000-7000-8000-000000000005', 'survey', 'notice', 50, '评价提醒', 'Reminder to rate',
 '{{number}} 解决了吗', 'Is {{number}} solved?',
 '{{customerName}}，您好：

几天前我们答复了 {{number}}，还没有收到您的评价。问题解决了吗？
{{surveyUrl}}

没有解决，我们接着办。

{{companyName}}',
 'Hello {{customerName}},

Some days ago we answered {{number}} and have not heard from you. Is the problem solved?
{{surveyUrl}}

If it is not, we go on.

{{companyName}}'),
('0193b000-0000-7000-8000-000000000006', 'closed', 'notice', 60, '已办结', 'Closed',
 '{{number}} 已办结', '{{number}} is closed',
 '{{customerName}}，您好：

编号 {{number}} 已办结。全部记录仍可在这里查看：
{{trackingUrl}}

如果问题又出现，在这个页面告诉我们，编号不变。

{{companyName}}',
 'Hello {{customerName}},

{{number}} is closed. The whole record stays here:
{{trackingUrl}}

Should the problem come back, tell us on that page; the number stays the same.

{{companyName}}'),
('0193b000-0000-7000-8000-000000000007', 'reopened', 'notice', 70, '重新办理', 'Opened again',
 '{{number}} 已重新办理', '{{number}} is open again',
 '{{customerName}}，您好：

编号 {{number}} 已重新打开，负责人会在 24 小时内联系您。

查看进度：{{trackingUrl}}

{{companyName}}',
 'Hello {{customerName}},

{{number}} is open again. The person in charge gets in touch with you within 24 hours.

Follow it: {{trackingUrl}}

{{companyName}}'),
('0193b000-0000-7000-8000-000000000008', 'declined', 'notice', 80, '不予受理', 'Not taken up',
 '关于 {{number}} 的说明', 'About {{number}}',
 '{{customerName}}，您好：

编号 {{number}} 我们没有受理，原因如下：

{{reply}}

如有不同意见，可以在这里补充：{{trackingUrl}}

{{companyName}}',
 'Hello {{customerName}},

We have not taken up {{number}}, for this reason:

{{reply}}

If you see it differently, write to us here: {{trackingUrl}}

{{companyName}}');

insert into reply_template (id, key, purpose, sort, title, title_en, body, body_en) values
('0193b000-0000-7000-8000-000000000101', 'reply_checking', 'reply', 10, '正在核实', 'Checking',
 '{{customerName}}，您好。您反映的情况我已记下，正在和相关同事核实，今天内给您回复。',
 'Hello {{customerName}}, I have noted what you told us and am checking it with my colleagues. You will hear from me today.'),
('0193b000-0000-7000-8000-000000000102', 'reply_need_details', 'reply', 20, '请补充信息', 'Please add details',
 '{{customerName}}，您好。为了尽快查清，请补充：订单号、发生的时间，以及能看清问题的照片。在这里写给我即可：{{trackingUrl}}',
 'Hello {{customerName}}, to find out quickly I need the order number, when it happened, and a photo that shows the problem. Please write to me here: {{trackingUrl}}'),
('0193b000-0000-7000-8000-000000000103', 'reply_sorry_fixed', 'reply', 30, '致歉并说明结果', 'Apology and result',
 '{{customerName}}，您好。这次是我们没做好，给您添麻烦了，抱歉。处理结果：　　。如果还有问题，请直接回复，我接着办。',
 'Hello {{customerName}}, this was our mistake and I am sorry for the trouble. What we have done: … . If anything is left, reply here and I will go on.'),
('0193b000-0000-7000-8000-000000000104', 'reply_refund', 'reply', 40, '退款说明', 'Refund',
 '{{customerName}}，您好。退款已提交，会按原支付方式退回，一般 3 个工作日到账。编号 {{number}}，到账后请告诉我一声。',
 'Hello {{customerName}}, your refund is on its way by the same means of payment, usually within 3 working days. The number is {{number}}; please tell me once it has arrived.');
