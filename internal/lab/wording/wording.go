// Package wording has the texts about marks in each language. The exports, the feedback and the pages take all their texts from
// here. Titles, reasons and hints come from the exercise and from the grader.
package wording

import (
	"strings"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Table has all texts in one language. Those with a % are formats.
type Table struct {
	Language string
	Verdicts map[marks.Verdict]string

	Credit, Expected, Seen, Why, Hint, Needs string
	Points, Result, Criterion, Attempt       string
	Student, Students, Name, Reason          string
	Undecided                                string // for a whole grade
	UndecidedOne                             string // for a criterion
	Between                                  string // %s at least, %s at most, %s total
	OfPoints                                 string // %s of %s points
	AtStart                                  string // %s points
	HintCost                                 string // %s points
	LatePenalty                              string // %s points
	OneNotShown, NotShown                    string // %d criteria
	OfShown                                  string // %s of %s points of the visible ones
	Distribution, PerCriterion, Reasons      string
	Graded, Mean, Median, Highest, Lowest    string
	ToBeGraded                               string // not graded yet
	NoReasons, NotKnown, OfStudents, Count   string
	Exercise, Started, Due, Back, Details    string
	Worth                                    string
}

var english = Table{
	Language: "en",
	Verdicts: map[marks.Verdict]string{
		marks.Passed: "passed", marks.Partial: "partial", marks.Failed: "failed", marks.Blocked: "blocked", marks.Infrastructure: "infrastructure",
	},
	Credit: "Credit", Expected: "Expected", Seen: "Seen", Why: "Why", Hint: "Hint", Needs: "Needs",
	Points: "Points", Result: "Result", Criterion: "Criterion", Attempt: "Attempt",
	Student: "Student", Students: "Students", Name: "Name", Reason: "Reason",
	Undecided:    "Not decided: a fault of the machine kept some criteria from being judged. It costs no points; grade again.",
	UndecidedOne: "Not judged because of a fault of the machine. It costs no points.",
	Between:      "at least %s, at most %s of %s points",
	OfPoints:     "%s of %s points",
	AtStart:      "%s of these points were there at the start, and do not count",
	HintCost:     "Hints cost %s points",
	LatePenalty:  "Late submission: less %s points",
	OneNotShown:  "1 criterion is not shown.", NotShown: "%d criteria are not shown.",
	OfShown:      "%s of %s points for the criteria that are shown",
	Distribution: "Distribution of points", PerCriterion: "Success per criterion", Reasons: "Most common reasons",
	Graded: "Graded", Mean: "Mean", Median: "Median", Highest: "Highest", Lowest: "Lowest",
	ToBeGraded: "not graded yet", NoReasons: "Nothing was missed.", NotKnown: "no known reason", OfStudents: "of students", Count: "Count",
	Exercise: "Exercise", Started: "Graded at", Due: "Due", Back: "Class", Details: "Details", Worth: "Worth",
}

var chinese = Table{
	Language: "zh",
	Verdicts: map[marks.Verdict]string{
		marks.Passed: "通过", marks.Partial: "部分通过", marks.Failed: "未通过", marks.Blocked: "被阻塞", marks.Infrastructure: "环境故障",
	},
	Credit: "得分依据", Expected: "期望", Seen: "实际", Why: "原因", Hint: "提示", Needs: "依赖",
	Points: "得分", Result: "结果", Criterion: "标准", Attempt: "提交次数",
	Student: "学生", Students: "学生", Name: "姓名", Reason: "原因",
	Undecided:    "未定：由于环境故障，有的标准无法评判。不扣分，请重新打分。",
	UndecidedOne: "由于环境故障未评判，不扣分。",
	Between:      "至少 %s 分，至多 %s 分，满分 %s 分",
	OfPoints:     "%s 分，满分 %s 分",
	AtStart:      "其中 %s 分在开始时已具备，不计入成绩",
	HintCost:     "提示扣 %s 分",
	LatePenalty:  "迟交扣 %s 分",
	OneNotShown:  "有 1 条标准未显示。", NotShown: "有 %d 条标准未显示。",
	OfShown:      "已显示的标准得 %s 分，共 %s 分",
	Distribution: "分数分布", PerCriterion: "各条标准的通过率", Reasons: "最常见的原因",
	Graded: "已打分", Mean: "平均分", Median: "中位数", Highest: "最高分", Lowest: "最低分",
	ToBeGraded: "尚未打分", NoReasons: "没有失分。", NotKnown: "原因未知", OfStudents: "的学生", Count: "次数",
	Exercise: "练习", Started: "打分时间", Due: "截止时间", Back: "班级", Details: "详情", Worth: "分值",
}

// In returns the texts in a language, such as "zh" or "zh-CN", or in English if there are none in it.
func In(language string) *Table {
	if base, _, _ := strings.Cut(language, "-"); strings.EqualFold(base, "zh") {
		return &chinese
	}
	return &english
}

// Languages returns the languages that have a table.
func Languages() []string { return []string{english.Language, chinese.Language} }
