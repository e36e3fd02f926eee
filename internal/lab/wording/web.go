package wording

// Web has the texts of the pages of gherkind lab serve, besides those about marks. Those with a % are formats.
type Web struct {
	Token, TokenDoc, Enter, WrongToken        string
	Leave, OtherLanguage, OtherLanguageCode   string
	Skip, Work, Check, Paste, Files, FilesDoc string
	OwnNamespace                              string // %s
	AttemptOf                                 string // %d of %d
	AttemptNumber                             string // %d
	NoneLeft                                  string // %d
	DueAt, LateUntil                          string // %s
	LateAlways, LateCost                      string // LateCost: %s points
	TooLate                                   string // %s
	HintsCost                                 string // %s points
	Empty, TooLarge                           string // TooLarge: %d KiB
	AlreadyWaiting, TooOften, Closing         string
	NotYet, InQueue                           string // InQueue: place %d
	Grading                                   string // %d of %d
	CouldNot                                  string
	Live, Lost                                string
	CountingIs                                string // attempt %d
	StateNone, StateWaiting, StateGrading     string
	InstructorPage, Worth                     string
	NotAllowed, Broken                        string
}

var webEnglish = Web{
	Token: "Your token", TokenDoc: "Your instructor gave you a link or a token. It identifies you: do not share it.", Enter: "Enter", WrongToken: "This token is invalid. Ask your instructor for a new one.",
	Leave: "Leave", OtherLanguage: "中文", OtherLanguageCode: "zh",
	Skip: "Skip to your work", Work: "Your work", Check: "Check my work", Paste: "Paste your YAML", Files: "Or choose files",
	FilesDoc:     "A ZIP file of your folder, or .yaml, .yml and .json files.",
	OwnNamespace: "What is in your namespace %s is looked at. Nothing in it is changed.",
	AttemptOf:    "Attempt %d of %d", AttemptNumber: "Attempt %d",
	NoneLeft: "All %d attempts that the exercise allows are used.",
	DueAt:    "Due %s.", LateUntil: "Late work is taken until %s.", LateAlways: "Late work is taken.", LateCost: "It costs %s points.",
	TooLate: "It is after %s: this exercise takes no more work.", HintsCost: "Each hint beyond the first costs %s points.",
	Empty: "There is nothing to check: paste YAML, or choose files.", TooLarge: "This is more than %d KiB, which is the limit.",
	AlreadyWaiting: "Your work is in the queue already.", TooOften: "That was too often. Try again in a minute.",
	Closing: "The server is being stopped. Your work is kept, and graded when it is up again.",
	NotYet:  "Nothing was checked yet.", InQueue: "In the queue, at place %d.", Grading: "Being checked: %d of %d criteria.",
	CouldNot: "Your work could not be checked because of a fault of the machine. This does not count as an attempt: check again.",
	Live:     "live", Lost: "The connection is lost. Trying again …",
	CountingIs: "Attempt %d counts.",
	StateNone:  "nothing handed in", StateWaiting: "in the queue", StateGrading: "being checked",
	InstructorPage: "Class", Worth: "Worth",
	NotAllowed: "This page is not for you.", Broken: "The server could not answer. The reason is in its log.",
}

var webChinese = Web{
	Token: "你的令牌", TokenDoc: "老师给了你一个链接或令牌。它代表你本人，请勿转给他人。", Enter: "进入", WrongToken: "令牌无效，请向老师索取新的令牌。",
	Leave: "退出", OtherLanguage: "English", OtherLanguageCode: "en",
	Skip: "跳到作业提交", Work: "你的作业", Check: "检查我的作业", Paste: "粘贴 YAML", Files: "或选择文件",
	FilesDoc:     "文件夹的 ZIP 压缩包，或 .yaml、.yml、.json 文件。",
	OwnNamespace: "将检查你的命名空间 %s 中的内容，不会修改其中任何对象。",
	AttemptOf:    "第 %d 次提交，共 %d 次", AttemptNumber: "第 %d 次提交",
	NoneLeft: "本练习允许的 %d 次提交已用完。",
	DueAt:    "截止时间：%s。", LateUntil: "%s 之前接受迟交。", LateAlways: "接受迟交。", LateCost: "迟交扣 %s 分。",
	TooLate: "已过 %s，本练习不再接受提交。", HintsCost: "第一条之后的每条提示扣 %s 分。",
	Empty: "没有可检查的内容：请粘贴 YAML 或选择文件。", TooLarge: "超过 %d KiB 的上限。",
	AlreadyWaiting: "你的作业已在队列中。", TooOften: "操作过于频繁，请一分钟后再试。",
	Closing: "服务器正在停止。你的作业已保存，服务器恢复后继续打分。",
	NotYet:  "尚未检查。", InQueue: "排队中，第 %d 位。", Grading: "正在检查：%d / %d 条标准。",
	CouldNot: "由于环境故障，无法检查你的作业。不计次数，请再次检查。",
	Live:     "实时", Lost: "连接已断开，正在重连……",
	CountingIs: "以第 %d 次提交为准。",
	StateNone:  "未提交", StateWaiting: "排队中", StateGrading: "正在检查",
	InstructorPage: "班级", Worth: "分值",
	NotAllowed: "你无权访问此页面。", Broken: "服务器无法响应，原因见其日志。",
}

// WebIn returns the texts of the pages in a language, see [In].
func WebIn(language string) *Web {
	if In(language) == &chinese {
		return &webChinese
	}
	return &webEnglish
}
