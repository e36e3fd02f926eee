package roster

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// columns are the names of the fields, compared without case, spaces and punctuation.
var columns = map[string][]string{
	"id":         {"id", "student id", "student number", "id number", "matriculation number", "学号"},
	"name":       {"name", "full name", "student", "student name", "姓名"},
	"first":      {"first name", "given name", "forename", "first", "名"},
	"last":       {"last name", "family name", "surname", "last", "姓"},
	"email":      {"email", "e-mail", "email address", "mail", "邮箱", "电子邮件"},
	"login":      {"login", "login id", "sis login id", "user name", "user"},
	"sis":        {"sis id", "sis user id"},
	"lti":        {"lti id", "lti user id"},
	"section":    {"section", "group", "班级"},
	"namespace":  {"namespace", "ns", "命名空间"},
	"submission": {"submission", "path", "folder", "file", "zip", "提交"},
	"submitted":  {"submitted", "submitted at", "handed in", "提交时间"},
}

func normal(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(strings.TrimSpace(name)))
}

func (r *reading) head(names []string, line int) {
	byName := map[string]string{}
	for field, all := range columns {
		for _, name := range all {
			byName[normal(name)] = field
		}
	}
	taken := map[string]string{}
	var unknown []string
	for i, name := range names {
		field, known := byName[normal(name)]
		if !known {
			unknown = append(unknown, name) // rosters may have other columns
			continue
		}
		if other, twice := taken[field]; twice {
			r.bad(line, "use only one of them", "the columns %q and %q both mean %s", other, name, field)
		}
		taken[field], r.field[i] = name, field
	}
	r.needed(taken, unknown, line)
}

func (r *reading) needed(taken map[string]string, unknown []string, line int) {
	if taken["id"] == "" && taken["email"] == "" && taken["login"] == "" {
		r.bad(line, meant("id", unknown), "no column says who the students are: name one of them id, email or login")
	}
	if !r.studentsOnly && taken["namespace"] == "" && taken["submission"] == "" {
		suggestion := meant("namespace", unknown)
		if suggestion == "" {
			suggestion = meant("submission", unknown)
		}
		r.bad(line, suggestion, "no column says what is graded: name one of them namespace or submission")
	}
}

// meant returns the column that may have been meant.
func meant(field string, unknown []string) string {
	var bare []string
	for _, name := range unknown {
		bare = append(bare, normal(name))
	}
	if near := words.Nearest(field, bare); near != "" {
		return fmt.Sprintf("is the column %q meant", unknown[slices.Index(bare, near)])
	}
	return ""
}
