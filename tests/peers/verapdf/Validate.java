import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.ProfileDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Asks veraPDF whether a file keeps to its own profiles: FILE PROFILE..., one line a profile, then one a finding, its
 * clause first. The profiles are read here, with the parser of the Java library: veraPDF reads them with JAXB, which the
 * archive it comes in leaves out.
 */
public class Validate {
    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < words.length; at++) {
            ask(words[0], words[at]);
        }
    }

    private static void ask(String file, String name) throws Exception {
        ValidationProfile profile = profile(name);
        try (InputStream opened = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(opened, profile.getPDFAFlavour());
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 100, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "compliant" : "wanting";
            System.out.println(name + " " + verdict + " " + profile.getRules().size() + " rules " + result.getTotalAssertions() + " looks");
            for (TestAssertion one : result.getTestAssertions()) {
                RuleId rule = one.getRuleId();
                System.out.println("  " + rule.getSpecification().getId() + " " + rule.getClause() + "-" + rule.getTestNumber() + " " + one.getMessage());
            }
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream file = Validate.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element one : all(root, "rule")) {
            rules.add(rule(one));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element one : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        ProfileDetails details = Profiles.profileDetailsFromValues(name, "", "veraPDF", new Date(0));
        return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")), details, "", rules, variables);
    }

    private static Rule rule(Element one) {
        Element id = all(one, "id").get(0);
        PDFAFlavour.Specification standard = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        RuleId named = Profiles.ruleIdFromValues(standard, id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = one.hasAttribute("deferred") ? Boolean.valueOf(one.getAttribute("deferred")) : null;
        ErrorDetails error = Profiles.errorFromValues(text(one, "message"), new ArrayList<>());
        return Profiles.ruleFromValues(named, one.getAttribute("object"), deferred, one.getAttribute("tags"), text(one, "description"), text(one, "test"), error, new ArrayList<>());
    }

    private static String text(Element in, String tag) {
        List<Element> found = all(in, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> all(Element in, String tag) {
        NodeList found = in.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }
}
