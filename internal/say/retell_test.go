package say

import (
	"maps"
	"strings"
	"testing"
)

const heard = `
'there is no setting %q%s': '没有设置 %q%s'
'; did you mean %q?': '；是不是 %q？'
'read %s: %w': '读取 %s：%w'
'no such file or directory': '文件或目录不存在'
'%s: %s': '%s：%s'
'%s:%d: %s': '%s:%d: %s'
'%s; %s': '%s；%s'
'%s is %s': '%s 为 %s'
'%s in %s': '%[2]s 中的 %[1]s'
'%s, and %s allows %d': '有 %s，而 %s 只允许 %d 个'
'%d warning': '%d 个警告'
'it is one of %s': '应为 %s 之一'
'%s: %s is also written in %s': '%s：%s 在 %s 中也有'
'the pods of %s %q have longer names, such as %[2]q': '%[1]s %[2]q 的 Pod 的名称更长，如 %[2]q'
'there is no kind %s in %s%s': '%[2]s 中没有类别 %[1]s%[3]s'
': did you mean %s?': '：是不是 %s？'
'error': '错误'
'did you mean: %s': '是不是：%-s'
'%s does not exist': '%s 不存在'
'%s and %s': '%s 和 %s'
'there is no key %q in an entry%s': '条目中没有键 %q%s'
'%s, %s': '%s，%s'
'%s, and %s': '%s，并且%s'
'bad %s %s: %s': '%s %s 有误：%s'
'write a number and a unit, as in 30s': '请写数字和单位，如 30s'
'with @, or % behind it': '带 @，或后面有 %'
'99%% of %d': '%d 的 99%%'
"a whole text\n  of two lines": "整段\n文字"
'it printed %s': '输出为 %s'
'%v (asked %d times in %s)': '%v（%[3]s 内询问了 %[2]d 次）'
'%s; that began %s before': '%s；在此之前 %s 开始'
'image %q of %s %s': '%[2]s 的镜像 %[1]q %[3]s'
'container %q': '容器 %q'
'cannot be pulled: %s': '无法拉取：%s'
'others only: %s': '只有其他的：%-s'
'no item like %s': '没有 %s 这样的条目'
`

func TestRetell(t *testing.T) {
	l := in(t, "zh-CN", heard)
	for english, want := range map[string]string{
		"":                                "",
		"error":                           "错误",
		`there is no key "a" in an entry`: `条目中没有键 "a"`,
		`there is no key "a" in an entry; did you mean "b"?`:                   `条目中没有键 "a"；是不是 "b"？`,
		`x: there is no key "a" in an entry; did you mean "b"?`:                `x：条目中没有键 "a"；是不是 "b"？`,
		`there is no setting "tgas"`:                                           `没有设置 "tgas"`,
		`there is no setting "tgas"; did you mean "tags"?`:                     `没有设置 "tgas"；是不是 "tags"？`,
		"read the/file: open x: no such file or directory":                     "读取 the/file：open x：文件或目录不存在",
		"a.feature:12: it is one of info, error":                               "a.feature:12: 应为 info, error 之一",
		"1 warning, and --max-warnings allows 0":                               "有 1 个警告，而 --max-warnings 只允许 0 个",
		"a.feature:12: Pod is also written in b.yaml":                          "a.feature:12：Pod 在 b.yaml 中也有",
		"a.feature:12: what some library says of a file":                       "a.feature:12: what some library says of a file",
		"12 warnings, and --max-warnings allows 3":                             "有 12 个警告，而 --max-warnings 只允许 3 个",
		`the pods of Job "in and out" have longer names, such as "in and out"`: `Job "in and out" 的 Pod 的名称更长，如 "in and out"`,
		`the pods of Job "a" have longer names, such as "b"`:                   `the pods of Job "a" have longer names, such as "b"`,
		"there is no kind Pud in v1: did you mean Pod?":                        "v1 中没有类别 Pud：是不是 Pod？",
		"there is no kind Pud in v1":                                           "v1 中没有类别 Pud",
		"a.feature:12: read b in line 3 of it: it is one of x":                 "a.feature:12: 读取 b in line 3 of it：应为 x 之一",
		"99% of 5":                                               "5 的 99%",
		"a whole text\n  of two lines":                           "整段\n文字",
		"it is one of a, b\n    99% of 7":                        "应为 a, b 之一\n    7 的 99%",
		`did you mean: pod "web" does not exist`:                 `是不是：pod "web" does not exist`,
		`pod "web" does not exist`:                               `pod "web" 不存在`,
		"looked for a and b":                                     "looked for a and b",
		"a/b.yaml and c.yaml":                                    "a/b.yaml 和 c.yaml",
		"with @, or % behind it":                                 "带 @，或后面有 %",
		`bad duration "3": write a number and a unit, as in 30s`: `duration "3" 有误：请写数字和单位，如 30s`,
		// Quoted and bracketed text is not split, and what is appended to a sentence is split off.
		`it printed "a, b; c: d and no such file or directory"`:                      `输出为 "a, b; c: d and no such file or directory"`,
		`it printed "a" (asked 3 times in 40s)`:                                      `输出为 "a"（40s 内询问了 3 次）`,
		`it printed "a"; that began 2s before`:                                       `输出为 "a"；在此之前 2s 开始`,
		"no item like {a: b, c: [d, no such file or directory]}":                     "没有 {a: b, c: [d, no such file or directory]} 这样的条目",
		"x (a: b: no such file or directory)":                                        "x (a: b: no such file or directory)",
		`image "a:1" of container "web" cannot be pulled: no such file or directory`: `容器 "web" 的镜像 "a:1" 无法拉取：文件或目录不存在`,
		"POD_IMAGE_PULL: no such file or directory":                                  "POD_IMAGE_PULL：文件或目录不存在",
		"others only: X: no such file or directory":                                  "只有其他的：X: no such file or directory",
		// These match no message: names, the text of a step, a sentence of another program.
		`pod "web" is Running`:                          `pod "web" is Running`,
		"what has a label is deleted, and nothing else": "what has a label is deleted, and nothing else",
		"nothing in it":                                 "nothing in it",
		"some library has failed: for a reason":         "some library has failed: for a reason",
	} {
		if got := l.Retell(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
	var english *Language
	if got := english.Retell("read a: b"); got != "read a: b" {
		t.Errorf("in English: %q", got)
	}
}

// TestQuotationsStayWhole: a value does not end within quotation marks or brackets, even if the rest of the message follows there.
func TestQuotationsStayWhole(t *testing.T) {
	l := in(t, "zh-CN", `
'%s does not exist': '%s 不存在'
'%s: no such file': '%s：没有这个文件'
'run %s in %s': '在 %[2]s 中执行 %[1]s'
`)
	for english, want := range map[string]string{
		`run "cp a in b" in pod "web"`:         `在 pod "web" 中执行 "cp a in b"`,
		"run `ls in /tmp` in x":                "在 x 中执行 `ls in /tmp`",
		"run {in: [a in b]} in (a in b)":       "在 (a in b) 中执行 {in: [a in b]}",
		`run "say \"hi\" in a" in b`:           `在 b 中执行 "say \"hi\" in a"`,
		`it printed "a: no such file"`:         `it printed "a: no such file"`,
		`pod "a: no such file" does not exist`: `pod "a: no such file" 不存在`,
		`run (x "y in z) in b`:                 `在 b 中执行 (x "y in z)`,
	} {
		if got := l.Retell(english); got != want {
			t.Errorf("%s: %s, want %s", english, got, want)
		}
	}
}

// TestRetellHostile: a text that is made to be hard to read takes no time.
func TestRetellHostile(t *testing.T) {
	l := in(t, "zh-CN", heard)
	for _, hostile := range []string{"(", "([{", "\"\\", "a: ", "a (b", "a; b, ", "`"} {
		text := strings.Repeat(hostile, 300) + " and the end"
		if told := l.Retell(text); told == "" {
			t.Errorf("%q: nothing", hostile)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]bool{
		"no such file": true, `pod "web of trust"`: false, "info, warning or error": false, "v1.36": false, "a.feature": false, "Running": false, "`in quotes`": false,
	} {
		if sentence(text) != want {
			t.Errorf("sentence(%q) = %t", text, !want)
		}
	}
}

// FuzzRead: for any text, inserting the values that were read gives the text again, apart from spaces beside Chinese characters.
func FuzzRead(f *testing.F) {
	f.Add("read %s: %v", "read a: b: c")
	f.Add("%d of %[1]d%s", "3 of 3: x")
	f.Fuzz(func(t *testing.T, format, text string) {
		s := shapeOf(format, format)
		if values, fits := s.read(text); fits && len(s.parts) > 0 && spaceless(s.written(maps.Clone(values))) != spaceless(text) {
			t.Errorf("%q of %q: %v", format, text, values)
		}
	})
}

func spaceless(text string) string { return strings.ReplaceAll(text, " ", "") }

func TestJoined(t *testing.T) {
	for parts, want := range map[[2]string]string{
		{"移除 ", "容器 a"}: "移除容器 a", {"移除 ", "Pod a"}: "移除 Pod a", {"没有", " 的镜像"}: "没有的镜像", {"Pod a", " 的镜像"}: "Pod a 的镜像", {"", "容器"}: "容器",
	} {
		if got := joined(parts[0], parts[1]); got != want {
			t.Errorf("%q: %q, want %q", parts, got, want)
		}
	}
}
