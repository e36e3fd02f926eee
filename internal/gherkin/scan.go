package gherkin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	gherkin "github.com/cucumber/gherkin/go/v26"

	"github.com/gherkind/gherkind/internal/rules"
)

// scan looks in the lines of a feature for what the parser explains badly or silently treats as a description: an unknown
// language, Chinese without a language line, English keywords in a Chinese file, and full-width characters. Problems about
// Chinese are reported in Chinese.
func scan(uri string, source []byte) Problems {
	s := scanner{uri: uri, dialect: gherkin.DialectsBuiltin().GetDialect(gherkin.DefaultDialect)}
	inDoc := "" // the separator that ends the current doc string
	for i, line := range strings.Split(string(source), "\n") {
		s.line = i + 1
		text := strings.TrimLeft(line, " \t")
		switch {
		case inDoc != "":
			if strings.HasPrefix(text, inDoc) {
				inDoc = ""
			}
		case strings.HasPrefix(text, `"""`), strings.HasPrefix(text, "```"):
			inDoc = text[:3]
		case strings.HasPrefix(text, "#"):
			s.comment(text)
		case strings.TrimSpace(text) != "":
			s.content(text)
		}
	}
	return s.problems
}

type scanner struct {
	uri      string
	line     int
	dialect  *gherkin.Dialect
	declared string // of the language line, if there is one
	begun    bool   // something other than comments was found
	guessed  bool   // the dialect is not the declared one, which was already reported
	problems Problems
}

func (s *scanner) bad(rule, message, suggestion string) {
	s.problems = append(s.problems, Problem{URI: s.uri, Line: s.line, Message: message, Suggestion: suggestion, Rule: rule})
}

// languageLine also recognises wrong forms, which the parser treats as comments.
func languageLine(text string) (colon, language string, ok bool) {
	m := regexp.MustCompile(`^#\s*language\s*([:：])\s*(\S+)\s*$`).FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

func (s *scanner) comment(text string) {
	colon, language, ok := languageLine(text)
	if !ok || s.begun || s.declared != "" {
		return
	}
	s.declared = language
	dialect := gherkin.DialectsBuiltin().GetDialect(language)
	switch {
	case colon != ":":
		s.bad(rules.Language, `语言标记里的冒号是全角的“：”，要用半角的 ":"`, "请写成：# language: "+chineseFor(language))
		dialect = gherkin.DialectsBuiltin().GetDialect(chineseFor(language))
		s.guessed = true
	case dialect != nil:
	case isChinese(language):
		s.bad(rules.Language, fmt.Sprintf("不认识的语言 %q", language), "请写成：# language: "+chineseFor(language))
		dialect = gherkin.DialectsBuiltin().GetDialect(chineseFor(language))
		s.guessed = true
	default:
		s.bad(rules.Language, fmt.Sprintf("unknown language %q", language), "write # language: en, or # language: zh-CN, or remove the line")
		s.guessed = true
	}
	if dialect != nil {
		s.dialect = dialect
	}
}

// isChinese recognises common names for Chinese: zh, zh_CN, zh-Hans, cn and so on.
func isChinese(language string) bool {
	l := strings.ToLower(language)
	return strings.HasPrefix(l, "zh") || l == "cn" || l == "chinese" || strings.ContainsFunc(l, isHan)
}

// chineseFor returns the parser's name for such a language.
func chineseFor(language string) string {
	l := strings.ToLower(language)
	for _, traditional := range []string{"hant", "tw", "hk", "mo", "繁"} {
		if strings.Contains(l, traditional) {
			return "zh-TW"
		}
	}
	return "zh-CN"
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// content checks a line that is neither comment nor doc string.
func (s *scanner) content(text string) {
	s.begun = true
	trimmed := strings.TrimLeft(text, " \t\u00a0\u3000")
	keyword, colon := s.title(trimmed)
	s.missingLanguage(trimmed)
	if keyword == "" {
		keyword, colon = s.title(trimmed) // in the language just guessed
	}
	if keyword == "" {
		s.englishInChinese(trimmed)
		s.stepSpaces(text, trimmed)
		return
	}
	if trimmed != text {
		s.say(keyword, "这一行以全角空格开头", "请改用半角空格", "the line begins with a space that is not plain", "use plain spaces")
	}
	if colon == "：" {
		s.say(keyword, fmt.Sprintf("关键字“%s”后面是全角冒号“：”", keyword), fmt.Sprintf(`请改用半角冒号，写成：%s: …`, keyword),
			fmt.Sprintf("the colon after %q is a full-width one (：)", keyword), fmt.Sprintf("write: %s: …", keyword))
	}
}

// stepSpaces reports characters in a step that look like spaces but are not; web pages and word processors produce them.
func (s *scanner) stepSpaces(text, trimmed string) {
	const odd = "\u00a0\u2007\u2009\u200a\u200b\u202f\ufeff"
	begins := func(k string) bool { return strings.HasPrefix(trimmed, strings.TrimSpace(k)) }
	i := slices.IndexFunc(s.dialect.StepKeywords(), begins)
	if i < 0 || strings.HasPrefix(trimmed, "*") {
		return
	}
	outside := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(text, "")
	switch {
	case trimmed != text:
		s.say(trimmed, "这一行以全角空格开头", "请改用半角空格", "the line begins with a space that is not plain", "use plain spaces")
	case strings.ContainsAny(outside, odd):
		s.say(trimmed, "这一行里有不是半角的空格", "请改用半角空格", "the line has a space in it that is not plain", "type the spaces of this line again")
	}
}

// say reports a problem in the language of the keyword.
func (s *scanner) say(keyword, zh, zhHint, en, enHint string) {
	if strings.ContainsFunc(keyword, isHan) {
		s.bad(rules.OddCharacter, zh, zhHint)
		return
	}
	s.bad(rules.OddCharacter, en, enHint)
}

// title returns a keyword of the dialect that takes a colon, with either form of colon.
func (s *scanner) title(text string) (keyword, colon string) { return titleOf(s.dialect, text) }

func titleOf(d *gherkin.Dialect, text string) (keyword, colon string) {
	for _, k := range titleKeywords(d) {
		for _, c := range []string{":", "："} {
			if strings.HasPrefix(text, k+c) {
				return k, c
			}
		}
	}
	return "", ""
}

func titleKeywords(d *gherkin.Dialect) []string {
	return slices.Concat(d.FeatureKeywords(), d.RuleKeywords(), d.BackgroundKeywords(),
		d.ScenarioKeywords(), d.ScenarioOutlineKeywords(), d.ExamplesKeywords())
}

// missingLanguage reports once that Chinese keywords need a language line, and continues in Chinese.
func (s *scanner) missingLanguage(text string) {
	if s.guessed || strings.HasPrefix(s.dialect.Language, "zh") {
		return
	}
	for _, language := range []string{"zh-CN", "zh-TW"} {
		d := gherkin.DialectsBuiltin().GetDialect(language)
		keyword, _ := titleOf(d, text)
		if !strings.ContainsFunc(keyword, isHan) {
			continue
		}
		message := "这是用中文写的，但第一行没有语言标记"
		if s.declared != "" {
			message = fmt.Sprintf("这是用中文写的，但语言标记是 %q", s.declared)
		}
		s.bad(rules.Language, message, "请在第一行写上：# language: "+language)
		s.dialect, s.guessed = d, true
		return
	}
}

// englishInChinese reports English keywords in a file that is declared as Chinese.
func (s *scanner) englishInChinese(text string) {
	if !strings.HasPrefix(s.dialect.Language, "zh") || s.guessed {
		return
	}
	en := gherkin.DialectsBuiltin().GetDialect(gherkin.DefaultDialect)
	if keyword, _ := titleOf(en, text); keyword != "" {
		s.bad(rules.Language, fmt.Sprintf("语言标记是 %s，不能用英文关键字 %q", s.dialect.Language, keyword),
			"请改用中文关键字："+strings.Join(sameTitle(en, s.dialect, keyword), " 或 "))
	}
}

// sameTitle returns the keywords of one dialect that mean the same as a keyword of another.
func sameTitle(from, to *gherkin.Dialect, keyword string) []string {
	for kind, words := range from.Keywords {
		if slices.Contains(words, keyword) {
			return to.Keywords[kind]
		}
	}
	return nil
}
