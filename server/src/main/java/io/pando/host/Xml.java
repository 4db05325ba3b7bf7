package io.pando.host;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A small way to write and read XML by its document model, so that no text can become markup. Documents with a DTD are refused.
 *
 * @param element where in the document we are
 */
record Xml(Element element) {

    /** A new document. */
    static Xml document(String root) {
        Document document = builder().newDocument();
        Element element = document.createElement(root);
        document.appendChild(element);
        return new Xml(element);
    }

    static Xml parse(String text) {
        try {
            return new Xml(
                    builder().parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (SAXException | IOException malformed) {
            throw new IllegalArgumentException("The host's answer is not XML", malformed);
        }
    }

    /** Adds an element and gives it back. */
    Xml child(String name) {
        Element child = element.getOwnerDocument().createElement(name);
        element.appendChild(child);
        return new Xml(child);
    }

    /** Adds an element of a namespace and gives it back. */
    Xml child(String namespace, String qualifiedName) {
        Element child = element.getOwnerDocument().createElementNS(namespace, qualifiedName);
        element.appendChild(child);
        return new Xml(child);
    }

    Xml attribute(String name, Object value) {
        element.setAttribute(name, withoutControls(value.toString()));
        return this;
    }

    Xml text(Object value) {
        element.setTextContent(withoutControls(value.toString()));
        return this;
    }

    /** Takes an element away that is directly below this one. */
    void remove(Xml child) {
        element.removeChild(child.element);
    }

    /** The first element on a path of names below this one. */
    Optional<Xml> find(String... path) {
        List<Xml> here = List.of(this);
        for (String name : path) {
            here = here.stream().flatMap(xml -> xml.children(name).stream()).toList();
        }
        return here.stream().findFirst();
    }

    List<Xml> children(String name) {
        List<Xml> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child
                    && (name.equals(child.getLocalName()) || name.equals(child.getNodeName()))) {
                found.add(new Xml(child));
            }
        }
        return found;
    }

    String get(String attribute) {
        return element.getAttribute(attribute);
    }

    String content() {
        return element.getTextContent();
    }

    /** The whole document. */
    @Override
    public String toString() {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter writer = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(writer));
            return writer.toString();
        } catch (TransformerException failure) {
            throw new IllegalStateException("A document in memory can always be written", failure);
        }
    }

    /** XML 1.0 cannot hold control characters, not even escaped; one in a name must not make the whole document unreadable. */
    private static String withoutControls(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "");
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("The JDK's own parser knows these features", impossible);
        }
    }
}
