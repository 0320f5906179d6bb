-- What a company prescribes for the handling of tickets: versioned flows, and where each ticket stands in its own.
create table resolve_flow (
  id uuid primary key,
  created_at timestamptz not null,
  retired_at timestamptz
);

-- Published versions never change and are never deleted: tickets run by them.
create table resolve_flow_version (
  flow_id uuid not null references resolve_flow,
  no int not null check (no > 0),
  state text not null check (state in ('draft', 'published', 'superseded', 'retired')),
  spec jsonb not null,
  -- Counts the changes of a draft, so that two writers notice each other.
  edit int not null default 1,
  changed_by uuid references person,
  changed_at timestamptz not null,
  published_by uuid references person,
  published_at timestamptz,
  primary key (flow_id, no)
);
create unique index resolve_flow_version_draft on resolve_flow_version (flow_id) where state = 'draft';
create unique index resolve_flow_version_published on resolve_flow_version (flow_id) where state = 'published';

create table resolve_flow_run (
  ticket_id uuid primary key references ticket,
  flow_id uuid not null,
  version_no int not null,
  -- outside: the ticket stands in a state for which its flow has no step.
  state text not null check (state in ('running', 'outside', 'done')),
  -- Number of the present visit, and of the one it began with: until that is finished another flow may take over.
  visit int not null,
  bound_visit int not null,
  bound_at timestamptz not null,
  foreign key (flow_id, version_no) references resolve_flow_version
);
create index resolve_flow_run_version on resolve_flow_run (flow_id, version_no, state);

-- One stay at one step; who comes back to a step begins a new one.
create table resolve_flow_visit (
  -- What an approval of this stay is asked about.
  id uuid not null unique,
  ticket_id uuid not null references ticket,
  no int not null,
  flow_id uuid not null,
  version_no int not null,
  step_key text not null,
  entered_at timestamptz not null,
  warn_at timestamptz,
  due_at timestamptz,
  warned_at timestamptz,
  late_at timestamptz,
  left_at timestamptz,
  left_by uuid references person,
  way_key text,
  -- The way somebody chose while an approval or another step of the ticket was waited for.
  wanted jsonb,
  approval text not null default 'none' check (approval in ('none', 'waiting', 'approved', 'refused')),
  request_id uuid references approval_request,
  faults text[] not null default '{}',
  primary key (ticket_id, no),
  foreign key (flow_id, version_no) references resolve_flow_version
);
create index resolve_flow_visit_warn on resolve_flow_visit (warn_at) where left_at is null and warned_at is null;
create index resolve_flow_visit_due on resolve_flow_visit (due_at) where left_at is null and late_at is null;

create table resolve_flow_tick (
  ticket_id uuid not null,
  visit_no int not null,
  check_key text not null,
  done_at timestamptz not null,
  done_by uuid references person,
  primary key (ticket_id, visit_no, check_key),
  foreign key (ticket_id, visit_no) references resolve_flow_visit
);

update role set permissions = permissions || '{flow.manage}' where key = 'admin';
-- Finishes a step that is somebody else's.
update role set permissions = permissions || '{flow.lead}' where key in ('admin', 'supervisor');

-- Two flows to begin with, as drafts: an administrator looks at them, changes them and publishes.
insert into resolve_flow (id, created_at) values ('0a260000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z');
insert into resolve_flow_version (flow_id, no, state, spec, changed_at) values
 ('0a260000-0000-7000-8000-000000000001', 1, 'draft', $spec${
 "name": "一级安全投诉",
 "nameEn": "Safety complaint, level 1",
 "scope": {
  "kinds": [
   "complaint"
  ],
  "levels": [
   1
  ],
  "categoryKeys": []
 },
 "steps": [
  {
   "key": "accept",
   "name": "受理并确认人身安全",
   "nameEn": "Accept, make sure people are safe",
   "state": "new",
   "role": null,
   "departmentId": null,
   "guidance": "先打电话，不先发消息。\n- 确认有没有人受伤，需要时协助就医\n- 请客户停止使用，保留实物、包装和单据\n- 告诉客户谁负责、什么时候再联系",
   "guidanceEn": "Call first, write later.\n- Ask whether anybody is hurt; help to get a doctor\n- Ask the customer to stop using it and to keep goods, packaging and papers\n- Say who is responsible and when you will be in touch again",
   "checks": [
    {
     "key": "called",
     "text": "已电话联系客户",
     "textEn": "Customer reached by phone",
     "required": true
    },
    {
     "key": "safe",
     "text": "已确认人身安全",
     "textEn": "Everybody is safe",
     "required": true
    },
    {
     "key": "stopped",
     "text": "已请客户停止使用",
     "textEn": "Customer stopped using it",
     "required": false
    }
   ],
   "fields": [],
   "minutes": 30,
   "working": false,
   "ways": [
    {
     "key": "go",
     "to": "verify",
     "name": "开始核实",
     "nameEn": "Begin to verify",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "verify",
   "name": "核实事实与影响范围",
   "nameEn": "Find the facts and how far they reach",
   "state": "verifying",
   "role": null,
   "departmentId": null,
   "guidance": "1. 取得照片、视频、批次号\n2. 查同批次还有没有同类反馈\n3. 判断是否需要暂停同类业务",
   "guidanceEn": "1. Get pictures, video, batch number\n2. Look for the same in this batch\n3. Decide whether to stop what could repeat it",
   "checks": [
    {
     "key": "evidence",
     "text": "证据已入工单",
     "textEn": "Evidence is in the ticket",
     "required": true
    },
    {
     "key": "batch",
     "text": "已查同批次",
     "textEn": "Same batch looked up",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 240,
   "working": false,
   "ways": [
    {
     "key": "go",
     "to": "solve",
     "name": "事实清楚，定方案",
     "nameEn": "Facts are clear",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "solve",
   "name": "定方案",
   "nameEn": "Agree on a solution",
   "state": "resolving",
   "role": null,
   "departmentId": null,
   "guidance": "方案要回答三件事：给客户什么、怎么防止再发生、谁在什么时候做完。",
   "guidanceEn": "Say three things: what the customer gets, how it will not happen again, who does it by when.",
   "checks": [
    {
     "key": "offer",
     "text": "给客户的方案已写明",
     "textEn": "What the customer gets is written down",
     "required": true
    },
    {
     "key": "prevent",
     "text": "防止再发生的措施已写明",
     "textEn": "What prevents it is written down",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 480,
   "working": true,
   "ways": [
    {
     "key": "back",
     "to": "recheck",
     "name": "事实不清，补充核实",
     "nameEn": "Facts are unclear",
     "when": []
    },
    {
     "key": "go",
     "to": "reply",
     "name": "方案已定，回复客户",
     "nameEn": "Agreed, answer the customer",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": "safety_release"
  },
  {
   "key": "recheck",
   "name": "补充核实",
   "nameEn": "Verify again",
   "state": "resolving",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "clear",
     "text": "疑点已查清",
     "textEn": "What was unclear is clear",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 240,
   "working": true,
   "ways": [
    {
     "key": "go",
     "to": "solve",
     "name": "回到定方案",
     "nameEn": "Back to the solution",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "reply",
   "name": "回复客户",
   "nameEn": "Answer the customer",
   "state": "replying",
   "role": null,
   "departmentId": null,
   "guidance": "由负责人亲自打电话，再把同样的话写下来发给客户。",
   "guidanceEn": "Whoever is responsible calls, then writes the same words.",
   "checks": [
    {
     "key": "called",
     "text": "已电话说明",
     "textEn": "Explained by phone",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 120,
   "working": true,
   "ways": [
    {
     "key": "go",
     "to": "confirm",
     "name": "已回复，等客户确认",
     "nameEn": "Answered, wait for the customer",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "confirm",
   "name": "等客户确认",
   "nameEn": "Wait for the customer",
   "state": "awaiting",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "followed",
     "text": "已回访",
     "textEn": "Called back",
     "required": false
    }
   ],
   "fields": [],
   "minutes": 4320,
   "working": false,
   "ways": [
    {
     "key": "back",
     "to": "solve",
     "name": "客户不认可",
     "nameEn": "The customer disagrees",
     "when": []
    },
    {
     "key": "go",
     "to": "review",
     "name": "客户认可，关闭",
     "nameEn": "The customer agrees, close",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "review",
   "name": "复盘归档",
   "nameEn": "Look back, archive",
   "state": "closed",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "cause",
     "text": "原因已写进工单",
     "textEn": "The cause is in the ticket",
     "required": true
    },
    {
     "key": "shared",
     "text": "已通报相关部门",
     "textEn": "The departments were told",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 2400,
   "working": true,
   "ways": [],
   "onEnter": [],
   "approval": null
  }
 ]
}$spec$, '2026-01-01T00:00:00Z');
insert into resolve_flow (id, created_at) values ('0a260000-0000-7000-8000-000000000002', '2026-01-01T00:00:00Z');
insert into resolve_flow_version (flow_id, no, state, spec, changed_at) values
 ('0a260000-0000-7000-8000-000000000002', 1, 'draft', $spec${
 "name": "退款投诉",
 "nameEn": "Refund complaint",
 "scope": {
  "kinds": [
   "complaint"
  ],
  "levels": [
   2,
   3
  ],
  "categoryKeys": [
   "refund"
  ]
 },
 "steps": [
  {
   "key": "accept",
   "name": "受理",
   "nameEn": "Accept",
   "state": "new",
   "role": null,
   "departmentId": null,
   "guidance": "核对订单号和付款方式，告诉客户什么时候有结果。",
   "guidanceEn": "Check order number and way of payment; say when there will be a result.",
   "checks": [
    {
     "key": "order",
     "text": "订单号已核对",
     "textEn": "Order number checked",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 120,
   "working": true,
   "ways": [
    {
     "key": "go",
     "to": "verify",
     "name": "受理",
     "nameEn": "Accept",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "verify",
   "name": "核对退款流水",
   "nameEn": "Find the payment",
   "state": "verifying",
   "role": null,
   "departmentId": null,
   "guidance": "- 查退款申请、仓库验收、支付渠道三处的时间\n- 记下卡在哪一步",
   "guidanceEn": "- Look at request, warehouse and bank, each with its time\n- Write down where it is stuck",
   "checks": [
    {
     "key": "flow",
     "text": "三处时间已核对",
     "textEn": "All three times checked",
     "required": true
    },
    {
     "key": "stuck",
     "text": "卡在哪一步已写明",
     "textEn": "Where it is stuck is written down",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 480,
   "working": true,
   "ways": [
    {
     "key": "big",
     "to": "finance",
     "name": "金额超过 1000 元，财务复核",
     "nameEn": "Over 1,000, finance looks",
     "when": [
      {
       "fact": "amount",
       "is": "gt",
       "value": 1000
      }
     ]
    },
    {
     "key": "go",
     "to": "refund",
     "name": "可以退款",
     "nameEn": "Pay it back",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "finance",
   "name": "财务复核",
   "nameEn": "Finance looks",
   "state": "resolving",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "agreed",
     "text": "财务已确认金额",
     "textEn": "Finance agrees to the sum",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 480,
   "working": true,
   "ways": [
    {
     "key": "go",
     "to": "refund",
     "name": "复核通过",
     "nameEn": "Agreed",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": "refund_over_limit"
  },
  {
   "key": "refund",
   "name": "退款并留凭证",
   "nameEn": "Pay back, keep the proof",
   "state": "resolving",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "paid",
     "text": "已提交退款",
     "textEn": "Refund is under way",
     "required": true
    },
    {
     "key": "proof",
     "text": "凭证已入工单",
     "textEn": "Proof is in the ticket",
     "required": true
    }
   ],
   "fields": [],
   "minutes": 960,
   "working": true,
   "ways": [
    {
     "key": "go",
     "to": "confirm",
     "name": "告诉客户到账时间",
     "nameEn": "Tell the customer when it arrives",
     "when": []
    }
   ],
   "onEnter": [],
   "approval": null
  },
  {
   "key": "confirm",
   "name": "等客户确认到账",
   "nameEn": "Wait until it has arrived",
   "state": "awaiting",
   "role": null,
   "departmentId": null,
   "guidance": "",
   "guidanceEn": "",
   "checks": [
    {
     "key": "arrived",
     "text": "已确认到账",
     "textEn": "It has arrived",
     "required": false
    }
   ],
   "fields": [],
   "minutes": 4320,
   "working": false,
   "ways": [],
   "onEnter": [],
   "approval": null
  }
 ]
}$spec$, '2026-01-01T00:00:00Z');
